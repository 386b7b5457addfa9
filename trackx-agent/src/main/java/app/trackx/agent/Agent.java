package app.trackx.agent;

import app.trackx.Setting;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.internal.stack.ThreadStop;
import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -javaagent:trackx-agent-<version>.jar=<endpoint>[,<option>=<value>...]}.
 *
 * <p>Runs before the application's {@code main}, sets the client up, and changes no class. Whatever
 * is wrong with its settings is one line on {@code System.err}, and the application runs.
 */
public final class Agent {
  /** As {@code TrackX.setup()} reads them. */
  private static final AgentOptions.Settings PROCESS = new AgentOptions.Settings() {
    @Override
    public Setting get(String name) {
      return Setting.ofProcess(name);
    }
  };

  private Agent() {}

  /**
   * What the JVM calls before {@code main}. Never throws, since that would end the JVM, unless the
   * thread is stopped.
   *
   * @param arguments what follows the jar's name and an equals sign; null if nothing does
   */
  public static void premain(@Nullable String arguments) {
    try {
      start(AgentOptions.read(arguments, PROCESS));
    } catch (IllegalArgumentException wrong) {
      say("The agent is off: " + wrong.getMessage());
    } catch (Throwable neverToTheHost) {
      say("The agent is off: " + neverToTheHost.getClass().getName());
      ThreadStop.rethrow(neverToTheHost);
    }
  }

  private static void start(AgentOptions options) {
    TrackXClient.Builder builder;
    try {
      builder = builder(options);
    } finally {
      for (String fault : options.faults()) {
        say(fault);
      }
    }
    boolean started = TrackX.setup(builder).isEnabled();
    UncaughtExceptionHandler client = Thread.getDefaultUncaughtExceptionHandler();
    if (started && client != null) {
      Thread.setDefaultUncaughtExceptionHandler(new ReportOnceHandler(client));
    }
  }

  private static TrackXClient.Builder builder(AgentOptions options) {
    return TrackXClient.builder(options.endpoint())
        .origin(options.get("origin"))
        .release(options.get("release"))
        .environment(options.get("environment"))
        .autoPing("true".equals(options.get("autoPing")));
  }

  private static void say(String line) {
    System.err.println("[trackx] " + line);
  }
}
