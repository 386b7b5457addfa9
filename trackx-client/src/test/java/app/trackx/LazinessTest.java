package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Classes and threads that must not be loaded or started before they are needed, observed in a
 * fresh JVM.
 */
class LazinessTest {
  @ParameterizedTest
  @ValueSource(strings = {"before-setup", "no-endpoint"})
  void withoutEndpoint_noThreadStartsAndNoLibraryIsLoaded(String how) throws Exception {
    List<String> out = run(how);

    assertThat(out).contains(ChildJvm.MARK).noneMatch(line -> line.startsWith("THREAD"));
    assertThat(out).noneMatch(line -> isLoaded(line, "okhttp3", "okio", "kotlin"));
    assertThat(out).noneMatch(line -> isLoaded(line, "com.fasterxml", "org.slf4j"));
  }

  @Test
  void setup_startsNoThreadAndLoadsNoLibraryYet() throws Exception {
    List<String> out = run(FakeTransport.ENDPOINT);

    assertThat(out).contains(ChildJvm.MARK).noneMatch(line -> line.startsWith("THREAD"));
    assertThat(out).noneMatch(line -> isLoaded(line, "okhttp3", "okio", "kotlin"));
    assertThat(out).noneMatch(line -> isLoaded(line, "com.fasterxml", "org.slf4j"));
  }

  @Test
  void setup_usesNoLambdas() throws Exception {
    // the first lambda of a JVM costs tens of milliseconds
    assertThat(run(FakeTransport.ENDPOINT))
        .noneMatch(line -> line.contains("java.lang.invoke.InnerClassLambdaMetafactory "));
  }

  private static List<String> run(String how) throws Exception {
    return new ChildJvm().option("-Xlog:class+load:stdout").run(OffProgram.class, how).out;
  }

  /** Lines such as {@code [0.1s][info][class,load] okhttp3.Call source: ...}. */
  private static boolean isLoaded(String line, String... packages) {
    for (String prefix : packages) {
      if (line.contains("[class,load] " + prefix + ".")) {
        return true;
      }
    }
    return false;
  }
}
