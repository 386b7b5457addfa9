package app.trackx.agent;

import app.trackx.Setting;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.internal.jvm.ThreadStop;
import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * The agent:
 * {@code java -javaagent:trackx-agent-<version>.jar=<endpoint>[,<option>=<value>...]}.
 *
 * <p>Runs before the application's {@code main}, sets up the client, and changes no class. If a
 * setting is invalid, it prints one line to {@code System.err} and the application runs.
 */
public final class Agent {
  /** The same settings that {@code TrackX.setup()} reads. */
  private static final AgentOptions.Settings PROCESS = new AgentOptions.Settings() {
    @Override
    public Setting get(String name) {
      return Setting.ofProcess(name);
    }
  };

  private Agent() {}

  /**
   * Sets up the client; the JVM calls this before {@code main}. Never throws, since that would end
   * the JVM, unless the thread is stopped.
   *
   * @param arguments the text after the jar's name and an equals sign; null if there is none
   */
  public static void premain(@Nullable String arguments) {
    try {
      start(AgentOptions.read(arguments, PROCESS));
    } catch (IllegalArgumentException invalid) {
      print("The agent is disabled: " + invalid.getMessage());
    } catch (Throwable neverToTheHost) {
      print("The agent is disabled: " + neverToTheHost.getClass().getName());
      ThreadStop.rethrow(neverToTheHost);
    }
  }

  private static void start(AgentOptions options) {
    TrackXClient.Builder builder;
    try {
      builder = builder(options);
    } finally {
      for (String fault : options.faults()) {
        print(fault);
      }
    }
    boolean started = TrackX.setup(builder).isEnabled();
    UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    if (started && handler != null) {
      Thread.setDefaultUncaughtExceptionHandler(new ReportOnceHandler(handler));
    }
  }

  private static TrackXClient.Builder builder(AgentOptions options) {
    return TrackXClient.builder(options.endpoint())
        .origin(options.get("origin"))
        .release(options.get("release"))
        .environment(options.get("environment"))
        .sourceUrls(options.get("sourceUrls"))
        .autoPing("true".equals(options.get("autoPing")));
  }

  private static void print(String line) {
    System.err.println("[trackx] " + line);
  }
}
