package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  private static final StackTraceElement SOCKET = frame("sun.nio.ch.SocketDispatcher");

  @Test
  void plainException_isAFailure() {
    assertThat(standard().isFailure(new IllegalStateException("m"))).isTrue();
    assertThat(standard().isFailure(new StackOverflowError())).isTrue();
  }

  @Test
  void clientAbort_isNone_asACauseToo() {
    ClientAbortException abort = new ClientAbortException();

    assertThat(standard().isFailure(abort)).isFalse();
    assertThat(standard().isFailure(new IllegalStateException(new RuntimeException(abort))))
        .isFalse();
  }

  @Test
  void clientAbort_ofASubclass_isNone() {
    ClassLoader loader = Compiled.loader(Map.of(
        "org.eclipse.jetty.io.EofException",
        "public class EofException extends java.io.EOFException {}",
        "shop.Sub",
        "public class Sub extends org.eclipse.jetty.io.EofException {}"));

    assertThat(standard().isFailure(Compiled.exception(loader, "shop.Sub"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Broken pipe",
        "broken pipe",
        "Connection reset",
        "Connection reset by peer",
        "java.io.IOException: Broken pipe",
        "An established connection was aborted by the software in your host machine",
        "An existing connection was forcibly closed by the remote host"
      })
  void connectionThatIsGone_isNone(String message) {
    assertThat(standard().isFailure(new IOException(message))).isFalse();
    assertThat(standard().isFailure(new IllegalStateException(new IOException(message))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk full", "Broken pipeline", "Connection refused", ""})
  void otherInputOrOutput_isAFailure(String message) {
    assertThat(standard().isFailure(new IOException(message))).isTrue();
    assertThat(standard().isFailure(new IOException())).isTrue();
    assertThat(standard().isFailure(new IllegalStateException("Broken pipe"))).isTrue();
  }

  @Test
  void brokenPipeOfTheContainer_isNone_thatToADatabase_isAFailure() {
    IOException ofContainer = new IOException("Broken pipe");
    ofContainer.setStackTrace(new StackTraceElement[] {
      SOCKET, frame("java.nio.channels.X"), frame("org.apache.tomcat.util.net.NioChannel")
    });
    SocketException ofDriver = new SocketException("Connection reset");
    ofDriver.setStackTrace(new StackTraceElement[] {
      SOCKET, frame("java.net.Socket$SocketInputStream"), frame("com.mysql.cj.protocol.ReadAhead")
    });

    assertThat(standard().isFailure(ofContainer)).isFalse();
    assertThat(standard().isFailure(new IllegalStateException("query", ofDriver)))
        .isTrue();
  }

  @Test
  void exceptionWithoutFrames_isTakenAtItsWord() {
    IOException bare = new IOException("Broken pipe");
    bare.setStackTrace(new StackTraceElement[0]);

    assertThat(standard().isFailure(bare)).isFalse();
  }

  @Test
  void statusOf4xx_isNone_5xxIsAFailure() {
    ClassLoader loader = Compiled.loader(Map.of(
        "org.eclipse.jetty.http.BadMessageException",
        "public class BadMessageException extends RuntimeException {"
            + " protected int code = 400; public int getCode() { return code; } }",
        "shop.Worse",
        "public class Worse extends org.eclipse.jetty.http.BadMessageException {"
            + " public Worse() { code = 503; } }"));

    assertThat(standard()
            .isFailure(Compiled.exception(loader, "org.eclipse.jetty.http.BadMessageException")))
        .isFalse();
    assertThat(standard().isFailure(Compiled.exception(loader, "shop.Worse"))).isTrue();
  }

  @Test
  void ignoredClass_isNone_andSoAreItsSubclasses_unlessKept() {
    List<String> ignored = List.of("java.lang.IllegalArgumentException");
    Failures failures = new Failures(
        ClientAborts.DEFAULT_CLASSES, ignored, List.of("java.lang.NumberFormatException"));

    assertThat(failures.isFailure(new IllegalArgumentException("m"))).isFalse();
    assertThat(failures.isFailure(new java.util.IllegalFormatWidthException(1))).isFalse();
    assertThat(failures.isFailure(new NumberFormatException("m"))).isTrue();
  }

  @Test
  void keptClass_isAFailure_evenIfTheClientWentAway() {
    Failures failures = new Failures(
        ClientAborts.DEFAULT_CLASSES, List.of(), List.of(ClientAbortException.class.getName()));

    assertThat(failures.isFailure(new ClientAbortException())).isTrue();
  }

  @Test
  void abortsThatWereReplaced_areFailures() {
    Failures failures = new Failures(List.of("shop.Gone"), List.of(), List.of());

    assertThat(failures.isFailure(new ClientAbortException())).isTrue();
  }

  @Test
  void rootOf_looksThroughServletExceptions() {
    IllegalStateException root = new IllegalStateException("m");

    assertThat(Failures.rootOf(new ServletException("a", new ServletException(root))))
        .isSameAs(root);
    assertThat(Failures.rootOf(root)).isSameAs(root);
    ServletException bare = new ServletException("own");
    assertThat(Failures.rootOf(bare)).isSameAs(bare);
  }

  @Test
  void hostileExceptions_endNothing() {
    Throwable hostile = new IOException() {
      @Override
      public String getMessage() {
        throw new IllegalStateException();
      }

      @Override
      public synchronized Throwable getCause() {
        throw new IllegalStateException();
      }

      @Override
      public StackTraceElement[] getStackTrace() {
        throw new IllegalStateException();
      }
    };
    Throwable circle = new IllegalStateException(new IllegalStateException()) {
      @Override
      public synchronized Throwable getCause() {
        return this;
      }
    };

    assertThat(standard().isFailure(hostile)).isTrue();
    assertThat(standard().isFailure(circle)).isTrue();
  }

  private static Failures standard() {
    return new Failures(ClientAborts.DEFAULT_CLASSES, List.of(), List.of());
  }

  private static StackTraceElement frame(String className) {
    return new StackTraceElement(className, "m", null, 1);
  }
}
