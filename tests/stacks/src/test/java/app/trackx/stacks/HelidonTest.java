package app.trackx.stacks;

import static app.trackx.stacks.Arrivals.assertHttp;
import static app.trackx.stacks.Arrivals.eventOf;
import static app.trackx.stacks.Arrivals.statusOfOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Helidon requires Java 21, so its application is compiled here and not with the tests. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Helidon 4 requires Java 21")
@Timeout(120)
class HelidonTest {
  private static final Path SOURCE = Path.of("src/helidon/java/HelidonApp.java");

  @Test
  void helidon_withTheSnippet_reportsOnce(@TempDir Path classes) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");
    int result = compiler.run(
        null,
        null,
        null,
        "-proc:none",
        "-d",
        classes.toString(),
        "-cp",
        classPath,
        SOURCE.toString());
    assertThat(result).isZero();
    try (URLClassLoader loader = new URLClassLoader(
        new URL[] {classes.toUri().toURL()}, HelidonTest.class.getClassLoader())) {
      Class<?> application = loader.loadClass("app.trackx.stacks.HelidonApp");
      assertHttp(eventOf(() -> call(application)), "/orders/{id}");
    }
  }

  private static void call(Class<?> application) throws Exception {
    Object created = application.getMethod("create", int.class).invoke(null, 0);
    Class<?> server = Class.forName("io.helidon.webserver.WebServer");
    Object started = server.getMethod("start").invoke(created);
    Method stop = server.getMethod("stop");
    try {
      assertThat(statusOfOrder((int) server.getMethod("port").invoke(started))).isEqualTo(500);
    } finally {
      stop.invoke(started);
    }
  }
}
