package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A client whose class loader is closed before the client, as by a container in a hurry. */
@Isolated("the console and the handler of uncaught exceptions")
class ClosedLoaderTest {
  @Test
  void closingTheLoaderFirst_hurtsNobody_andIsReported() throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    PrintStream console = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true));
    try {
      Class<?> trackx = setUpAndCloseLoader();
      trackx
          .getMethod("sendEvent", Throwable.class)
          .invoke(null, new IllegalStateException("too late"));

      trackx.getMethod("close").invoke(null);

      assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
      Waiting.until(
          "the report", () -> printed.toString().contains("TrackX client was closed before"));
    } finally {
      System.setErr(console);
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private static Class<?> setUpAndCloseLoader() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Class<?> trackx = loader.loadClass("app.trackx.TrackX");
      trackx.getMethod("setup", String.class).invoke(null, FakeTransport.ENDPOINT);
      return trackx;
    }
  }
}
