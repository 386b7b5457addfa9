package app.trackx.stacks;

import static app.trackx.stacks.Arrivals.eventOf;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.TrackXLocal;
import app.trackx.log4j.TrackXAppender;
import app.trackx.testing.Waiting;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Runs the client in class loaders of plugins, which the host drops. */
@Timeout(120)
class PluginsTest {
  /** Loads from the plugin first, except what Flink too leaves to the host: the JDK and the logging API. */
  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] jars, ClassLoader host) {
      super(jars, host);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null && name.startsWith("app.trackx.")) {
          loaded = findClass(name);
        }
        return loaded == null ? super.loadClass(name, resolve) : loaded;
      }
    }
  }

  /** Runs the plugin as a host does, on a thread of its own, and returns a reference to its loader. */
  private static WeakReference<ClassLoader> runPlugin() throws Exception {
    ChildFirst loader = new ChildFirst(
        new URL[] {home(PluginApp.class), home(TrackX.class)}, PluginsTest.class.getClassLoader());
    AutoCloseable plugin = (AutoCloseable)
        loader.loadClass(PluginApp.class.getName()).getConstructor().newInstance();
    assertThat(plugin.getClass()).isNotSameAs(PluginApp.class);
    assertThat(loader.loadClass(TrackX.class.getName())).isNotSameAs(TrackX.class);
    Thread thread = new Thread((Runnable) plugin, "host");
    thread.start();
    Waiting.forEndOf(thread);
    plugin.close();
    loader.close();
    return new WeakReference<>(loader);
  }

  @Test
  void childFirstLoader_ofAClosedPlugin_isCollected() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    eventOf(() -> loaders.add(runPlugin()));
    Waiting.until("the end of the plugin's loader", () -> {
      System.gc();
      return loaders.get(0).get() == null;
    });
  }

  @Test
  void log4jOfTheHost_findsTheAdapter_ifThePluginIsTheContextAtItsFirstStart(@TempDir Path folder)
      throws Exception {
    withLog4jOfTheHost(folder, (server, host, plugin) -> {
      Thread.currentThread().setContextClassLoader(plugin);
      log(host);
      assertThat(appenders(host)).isEqualTo(Set.of("TrackX"));
      assertThat(server.awaitEvents(1, Waiting.PATIENCE)).isTrue();
    });
  }

  @Test
  void log4jOfTheHost_doesNotFindTheAdapter_ifItHasStartedBefore(@TempDir Path folder)
      throws Exception {
    withLog4jOfTheHost(folder, (server, host, plugin) -> {
      Thread.currentThread().setContextClassLoader(host);
      log(host);
      Thread.currentThread().setContextClassLoader(plugin);
      log(host);
      assertThat(appenders(host)).isEmpty();
    });
  }

  /** What happens with a host that has Log4j, and a plugin that has the adapter. */
  private interface Story {
    void run(TrackXLocal server, ClassLoader host, ClassLoader plugin) throws Exception;
  }

  private static void withLog4jOfTheHost(Path folder, Story story) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (TrackXLocal server = TrackXLocal.start();
        URLClassLoader host = new URLClassLoader(
            new URL[] {home(LogManager.class), home(LoggerContext.class)},
            ClassLoader.getPlatformClassLoader());
        URLClassLoader plugin = new URLClassLoader(
            new URL[] {home(TrackX.class), home(TrackXAppender.class), home(Logger.class)}, host)) {
      Path file = folder.resolve("log4j2.xml");
      Files.writeString(file, CONFIGURATION.formatted(server.endpoint()));
      System.setProperty("log4j2.configurationFile", file.toString());
      story.run(server, host, plugin);
      manager(host).getMethod("shutdown").invoke(null);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
      System.clearProperty("log4j2.configurationFile");
    }
  }

  private static final String CONFIGURATION = """
      <Configuration status="OFF">
        <Appenders><TrackX name="TrackX" endpoint="%s"/></Appenders>
        <Loggers><Root level="info"><AppenderRef ref="TrackX"/></Root></Loggers>
      </Configuration>
      """;

  private static Class<?> manager(ClassLoader host) throws Exception {
    return host.loadClass("org.apache.logging.log4j.LogManager");
  }

  private static void log(ClassLoader host) throws Exception {
    Object logger = manager(host).getMethod("getLogger", String.class).invoke(null, "shop");
    host.loadClass("org.apache.logging.log4j.Logger")
        .getMethod("error", String.class, Throwable.class)
        .invoke(logger, "failed", new IllegalStateException("no such order"));
  }

  /** Returns the names of the appenders that the host's configuration has. */
  private static Set<?> appenders(ClassLoader host) throws Exception {
    Object context = manager(host).getMethod("getContext", boolean.class).invoke(null, false);
    Object configuration = context.getClass().getMethod("getConfiguration").invoke(context);
    Class<?> type = host.loadClass("org.apache.logging.log4j.core.config.Configuration");
    return ((Map<?, ?>) type.getMethod("getAppenders").invoke(configuration)).keySet();
  }

  /** Returns the jar or folder of a class. */
  private static URL home(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
