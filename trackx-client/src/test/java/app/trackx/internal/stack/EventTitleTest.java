package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.security.PrivilegedActionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventTitleTest {
  private static final IOException CAUSE = new IOException("disk full");
  private static final IOException SILENT = new IOException();

  /** Creates a wrapping exception from a message and a cause. */
  interface Wrapper extends BiFunction<String, IOException, Throwable> {}

  static Stream<Named<Wrapper>> wrappers() {
    return Stream.of(
        wrapper("CompletionException", CompletionException::new),
        wrapper("ExecutionException", ExecutionException::new),
        wrapper("InvocationTargetException", (m, c) -> new InvocationTargetException(c, m)),
        wrapper("UndeclaredThrowableException", (m, c) -> new UndeclaredThrowableException(c, m)),
        wrapper("RuntimeException", RuntimeException::new),
        wrapper("Exception", Exception::new),
        wrapper("Error", Error::new),
        wrapper("UncheckedIOException", UncheckedIOException::new),
        wrapper("jakarta ServletException", jakarta.servlet.ServletException::new),
        wrapper("javax ServletException", javax.servlet.ServletException::new));
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void wrapper_withoutAMessage_isSkipped(Wrapper wrapper) {
    assertThat(headline(wrapper.apply(null, CAUSE))).isSameAs(CAUSE);
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void wrapper_withAnEmptyMessage_isSkipped(Wrapper wrapper) {
    assertThat(headline(wrapper.apply("", CAUSE))).isSameAs(CAUSE);
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void wrapper_thatRepeatsTheMessageOfItsCause_isSkipped(Wrapper wrapper) {
    assertThat(headline(wrapper.apply("disk full", CAUSE))).isSameAs(CAUSE);
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void wrapper_thatRepeatsItsCauseInFull_isSkipped(Wrapper wrapper) {
    assertThat(headline(wrapper.apply("java.io.IOException: disk full", CAUSE))).isSameAs(CAUSE);
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void wrapper_thatRepeatsACauseWithoutMessage_isSkipped(Wrapper wrapper) {
    assertThat(headline(wrapper.apply("java.io.IOException", SILENT))).isSameAs(SILENT);
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void wrapper_withAMessageOfItsOwn_isKept(Wrapper wrapper) {
    Throwable error = wrapper.apply("could not save the order", CAUSE);

    assertThat(headline(error)).isSameAs(error);
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void wrapper_thatAddsToTheMessageOfItsCause_isKept(Wrapper wrapper) {
    Throwable error = wrapper.apply("java.io.IOException: order 7: disk full", CAUSE);

    assertThat(headline(error)).isSameAs(error);
  }

  @Test
  void initializerError_whichHasNoMessage_isSkipped() {
    assertThat(headline(new ExceptionInInitializerError(CAUSE))).isSameAs(CAUSE);
  }

  @Test
  void privilegedActionException_isSkipped() {
    assertThat(headline(new PrivilegedActionException(CAUSE))).isSameAs(CAUSE);
  }

  @Test
  void wrapper_withoutACause_isKept() {
    RuntimeException error = new RuntimeException();

    assertThat(headline(error)).isSameAs(error);
  }

  @Test
  void wrappers_inAChain_areAllSkipped() {
    Throwable error = new ExecutionException(
        new CompletionException(new RuntimeException(new UncheckedIOException(CAUSE))));

    assertThat(headline(error)).isSameAs(CAUSE);
  }

  @Test
  void wrappers_inAChain_endAtTheFirstInformativeOne() {
    RuntimeException told = new RuntimeException("could not save the order", CAUSE);

    assertThat(headline(new ExecutionException(told))).isSameAs(told);
  }

  @Test
  void wrappers_allTheWayDown_yieldTheRoot() {
    Error root = new Error();

    assertThat(headline(new RuntimeException(null, new Exception(null, root)))).isSameAs(root);
  }

  @Test
  void ownException_withoutAMessage_isKeptForItsClass() {
    IllegalStateException error = new IllegalStateException(null, CAUSE);

    assertThat(headline(error)).isSameAs(error);
  }

  @Test
  void copyOfAnExceptionForAnotherThread_isSkipped() {
    IllegalStateException original = new IllegalStateException("m");

    assertThat(headline(new IllegalStateException(original))).isSameAs(original);
    assertThat(headline(new IllegalStateException(null, original))).isSameAs(original);
  }

  @Test
  void exceptionOfTheSameClassAsItsCause_withAMessageOfItsOwn_isKept() {
    IllegalStateException error =
        new IllegalStateException("outer", new IllegalStateException("inner"));

    assertThat(headline(error)).isSameAs(error);
  }

  @Test
  void subclassOfAWrapper_isKeptForItsClass() {
    RuntimeException error = new RuntimeException(null, CAUSE) {};

    assertThat(headline(error)).isSameAs(error);
  }

  private static Throwable headline(Throwable error) {
    CauseChain chain = CauseChain.of(error);
    return chain.error(EventTitle.of(chain));
  }

  private static Named<Wrapper> wrapper(String name, Wrapper wrapper) {
    return Named.of(name, wrapper);
  }
}
