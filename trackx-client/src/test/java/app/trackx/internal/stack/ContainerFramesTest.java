package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static app.trackx.internal.stack.Stacks.concat;
import static app.trackx.internal.stack.Stacks.format;
import static app.trackx.internal.stack.Stacks.methods;
import static app.trackx.internal.stack.Stacks.numbered;
import static app.trackx.internal.stack.Stacks.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerFramesTest {
  private static final StackTraceElement FILTER =
      at("app.trackx.servlet.TrackXFilter", "doFilter", "TrackXFilter.java", 160);

  @Test
  void framesFromTheFilterDownwards_areCutOff() {
    Exception error = failing(at("pay", 42), tomcat(166), FILTER, tomcat(138), at("run", 1));

    assertThat(methods(format(error).text())).containsExactly("pay");
  }

  @Test
  void framesBetweenFilters_areLeftOut_soThatAnUpgradeMakesNoNewIssue() {
    Exception before = failing(at("pay", 42), tomcat(166), at("filter", 7), tomcat(166), FILTER);
    Exception after = failing(
        at("pay", 42),
        at("jakarta.servlet.http.HttpServlet", "service", "HttpServlet.java", 590),
        tomcat(208),
        at("filter", 7),
        at("org.eclipse.jetty.ee10.servlet.ServletHandler", "doFilter", "S.java", 1),
        FILTER,
        at("java.lang.Thread", "run", "Thread.java", 840));

    assertThat(methods(format(before).text())).containsExactly("pay", "filter");
    assertThat(format(after).fingerprint()).isEqualTo(format(before).fingerprint());
  }

  @Test
  void framesOfTheContainer_whereItFailedItself_areKept() {
    StackTraceElement sendError =
        at("org.apache.catalina.connector.Response", "sendError", "Response.java", 1);
    Exception error = failing(sendError, tomcat(1), at("pay", 42), tomcat(166), FILTER);

    assertThat(methods(format(error).text()))
        .containsExactly("sendError", "internalDoFilter", "pay");
  }

  @Test
  void nothingButTheContainer_isKept_downToTheFilter() {
    Exception error = failing(tomcat(1), tomcat(2), FILTER, tomcat(3));

    assertThat(methods(format(error).text()))
        .containsExactly("internalDoFilter", "internalDoFilter");
  }

  @Test
  void errorOfTheFilterItself_isKept() {
    Exception error = failing(FILTER, tomcat(3));

    assertThat(methods(format(error).text())).containsExactly("doFilter", "internalDoFilter");
  }

  @Test
  void withoutTheFilter_nothingIsLeftOut() {
    Exception error = failing(at("pay", 42), tomcat(166), at("main", 1));

    assertThat(methods(format(error).text())).containsExactly("pay", "internalDoFilter", "main");
  }

  @Test
  void wrapperOfTheSameRequest_sharesItsFrames() {
    Exception root = failing(at("load", 1), at("pay", 42), tomcat(166), FILTER, tomcat(138));
    Exception outer =
        with(new RuntimeException("m", root), at("pay", 43), tomcat(166), FILTER, tomcat(138));

    assertThat(methods(format(outer).text())).containsExactly("load", "pay", "pay");
  }

  @Test
  void forty_areOfTheApplication() {
    Exception error = failing(concat(
        numbered("app", 45), new StackTraceElement[] {tomcat(1), FILTER}, numbered("jvm", 60)));

    assertThat(methods(format(error).text())).hasSize(45).allMatch(m -> m.startsWith("app"));
  }

  @Test
  void taskOfAnAsyncContext_isCutOff_too() {
    StackTraceElement task = at("app.trackx.servlet.AsyncTask", "run", "AsyncTask.java", 30);
    Exception error = failing(at("load", 1), task, at("work", 2));

    assertThat(methods(format(error).text())).containsExactly("load");
  }

  @ParameterizedTest
  @CsvSource({
    "app.trackx.servlet.TrackXFilter, start",
    "app.trackx.servlet.HtmlResponse, setHeader",
    "com.acme.app.trackx.servlet.TrackXFilter, doFilter"
  })
  void otherFrames_endNothing(String className, String method) {
    Exception error = failing(at("load", 1), at(className, method, "F.java", 2), at("pay", 3));

    assertThat(methods(format(error).text())).containsExactly("load", method, "pay");
  }

  private static Exception failing(StackTraceElement... frames) {
    return with(new IllegalStateException("m"), frames);
  }

  private static StackTraceElement tomcat(int line) {
    return at(
        "org.apache.catalina.core.ApplicationFilterChain",
        "internalDoFilter",
        "ApplicationFilterChain.java",
        line);
  }
}
