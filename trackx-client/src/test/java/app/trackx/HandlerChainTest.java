package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.relocated.UncaughtExceptionReporter;
import java.io.File;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of the client in separate class loaders, as in a web application that is redeployed. */
@Timeout(120)
class HandlerChainTest {
  private final UncaughtExceptionHandler original = (thread, error) -> {};
  private UncaughtExceptionHandler before;

  @BeforeEach
  void remember() {
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(original);
  }

  @AfterEach
  void restore() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "10", "012", "021", "102", "120", "201", "210", "0123", "2103"})
  void close_inAnyOrder_holdsNoLoader_andBringsTheOriginalBack(String order) throws Exception {
    List<Copy> copies = copies(order.length());
    List<WeakReference<?>> gone = new ArrayList<>();
    for (char which : order.toCharArray()) {
      gone.add(close(copies, which - '0'));
      assertThat(collected(gone.get(gone.size() - 1)))
          .as("the loader of copy %s is held while others are open", which)
          .isTrue();
    }

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(original);
  }

  @Test
  void rollingRedeploy_holdsOneGenerationAtATime() throws Exception {
    List<Copy> copies = copies(1);
    for (int generation = 1; generation <= 5; generation++) {
      copies.add(new Copy());

      assertThat(collected(close(copies, generation - 1))).isTrue();
    }
    close(copies, 5);

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(original);
  }

  @Test
  void applicationsHandlerOnTop_staysThere_andDoesNotBringADeadOneBackForLong() throws Exception {
    List<Copy> copies = copies(1);
    UncaughtExceptionHandler ours = Thread.getDefaultUncaughtExceptionHandler();
    UncaughtExceptionHandler applications = (thread, error) -> {};
    Thread.setDefaultUncaughtExceptionHandler(applications);
    copies.add(new Copy());
    close(copies, 0);
    WeakReference<?> second = close(copies, 1);
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(applications);
    assertThat(collected(second)).isTrue();

    Thread.setDefaultUncaughtExceptionHandler(ours); // as the application removes its own
    ours.uncaughtException(Thread.currentThread(), new IllegalStateException());

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(original);
  }

  @Test
  void copyUnderAnotherName_isKnown() throws Exception {
    UncaughtExceptionReporter relocated = UncaughtExceptionReporter.install();
    List<Copy> copies = copies(1);
    relocated.close();
    close(copies, 0);

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(original);
  }

  @Test
  void copyUnderAnotherNameOnTop_unlinksAClosedOne() throws Exception {
    List<Copy> copies = copies(1);
    UncaughtExceptionReporter relocated = UncaughtExceptionReporter.install();

    assertThat(collected(close(copies, 0))).isTrue();
    assertThat(relocated.previous()).isSameAs(original);
  }

  @Test
  void olderCopyWithoutTheProtocol_isAHandlerOfTheApplication() throws Exception {
    UncaughtExceptionHandler older = new Older.UncaughtExceptionReporter();
    Thread.setDefaultUncaughtExceptionHandler(older);
    List<Copy> copies = copies(1);
    close(copies, 0);

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(older);
  }

  private static List<Copy> copies(int count) throws Exception {
    List<Copy> copies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      copies.add(new Copy());
    }
    return copies;
  }

  /** Closes a copy, drops all references to it, and returns its loader. */
  private static WeakReference<?> close(List<Copy> copies, int index) throws Exception {
    Copy copy = copies.set(index, null);
    copy.client.close();
    copy.loader.close();
    return new WeakReference<>(copy.loader);
  }

  private static boolean collected(WeakReference<?> reference) {
    for (int i = 0; i < 100 && reference.get() != null; i++) {
      System.gc();
    }
    return reference.get() == null;
  }

  /** A client in its own class loader that captures uncaught exceptions. */
  private static final class Copy {
    final URLClassLoader loader;
    final AutoCloseable client;

    Copy() throws Exception {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        urls.add(new File(entry).toURI().toURL());
      }
      loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
      Class<?> type = loader.loadClass(TrackXClient.class.getName());
      Object builder = type.getMethod("builder", String.class).invoke(null, FakeTransport.ENDPOINT);
      builder.getClass().getMethod("captureUncaught", boolean.class).invoke(builder, true);
      builder
          .getClass()
          .getMethod("shutdownTimeout", Duration.class)
          .invoke(builder, Duration.ZERO);
      client = (AutoCloseable) builder.getClass().getMethod("build").invoke(builder);
    }
  }

  private static final class Older {
    static final class UncaughtExceptionReporter implements UncaughtExceptionHandler {
      @Override
      public void uncaughtException(Thread thread, Throwable error) {}
    }
  }
}
