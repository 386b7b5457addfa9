package app.trackx.internal.logging;

import app.trackx.Setting;
import app.trackx.TrackXClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options that all adapters have, as texts of a configuration file. A bad one is one line in the
 * library's own status system, and never stops the application: the option has its default then, but
 * an adapter with a malformed endpoint reports nothing. Nothing is logged, since the logging library
 * is starting, perhaps within SLF4J's initialization. For one thread.
 */
public final class LogOptions {
  private final List<String> faults = new ArrayList<>();
  private final Set<String> contextKeys = new LinkedHashSet<>();
  private final Set<String> markers = new LinkedHashSet<>();
  private final String before;
  private final String after;
  private @Nullable TrackXClient client;
  private @Nullable String endpoint;
  private @Nullable String origin;
  private @Nullable String release;
  private @Nullable String environment;

  /** Options that go by their plain names. */
  public LogOptions() {
    this("", "");
  }

  /** Options whose names stand between these texts where a user writes them. */
  public LogOptions(String before, String after) {
    this.before = before;
    this.after = after;
  }

  /** A client that is used and not closed; goes before an endpoint. */
  public void client(@Nullable TrackXClient client) {
    this.client = client;
  }

  public void endpoint(@Nullable String text) {
    endpoint = text;
  }

  public void origin(@Nullable String text) {
    origin = text;
  }

  public void release(@Nullable String text) {
    release = text;
  }

  public void environment(@Nullable String text) {
    environment = text;
  }

  /** Adds keys of the diagnostic context that go with each event, separated by commas. */
  public void mdcKeys(@Nullable String text) {
    contextKeys.addAll(list(text));
  }

  /** Adds markers that make an event of a record whatever its level, separated by commas. */
  public void markers(@Nullable String text) {
    markers.addAll(list(text));
  }

  /** Notes an option that cannot be read; said when the adapter starts. */
  public void fault(String text) {
    faults.add(text);
  }

  /** The level of that name is none. */
  public void unknownLevel(String option, String text, String known, String instead) {
    fault(option + " '" + text + "' is no level (" + known + "); " + instead + " is used");
  }

  /** Opens what is needed, and says in one line what is wrong. */
  public LogReporter start(StatusLine status) {
    Setting wanted = checked("endpoint", client == null ? endpoint : null);
    String value = wanted.value();
    String sender = value == null ? null : checked("origin", origin).value();
    String label = checked("release", release).value();
    String stage = checked("environment", environment).value();
    SharedClients own = value == null ? null : open(new SharedClients.Key(value, sender, label, stage));
    boolean off = wanted.isOff() || (value != null && own == null);
    sayFaults(status);
    Target target = new Target(client, value, own, off, status);
    LogContent content = new LogContent(status, label, stage, contextKeys.toArray(new String[0]));
    return new LogReporter(target, content, new LinkedHashSet<>(markers));
  }

  /** The setting, after what is wrong with it, and what follows from that, was noted. */
  private Setting checked(String name, @Nullable String text) {
    Setting setting = Setting.of(name, text, before + name + after);
    if (setting.warning() != null) {
      fault(setting.warning() + (setting.isOff() ? "; nothing is reported" : ""));
    }
    return setting;
  }

  private @Nullable SharedClients open(SharedClients.Key key) {
    try {
      return SharedClients.open(key);
    } catch (Throwable neverToTheHost) { // no memory, or what a security manager forbids
      ThreadStops.rethrow(neverToTheHost);
      fault("the client could not be opened (" + neverToTheHost.getClass().getName()
          + "); nothing is reported");
      return null;
    }
  }

  private void sayFaults(StatusLine status) {
    if (faults.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("TrackX: ");
    for (int i = 0; i < faults.size(); i++) {
      text.append(i == 0 ? "" : "; ").append(faults.get(i));
    }
    faults.clear();
    status.warn(text.append('.').toString());
  }

  /** The text without blanks around it; null for none, and for a variable that nobody has set. */
  private static @Nullable String given(@Nullable String text) {
    String value = text == null ? "" : text.trim();
    boolean unset = value.isEmpty() || value.endsWith("_IS_UNDEFINED") || value.startsWith("${");
    return unset ? null : value;
  }

  private static Collection<String> list(@Nullable String text) {
    List<String> items = new ArrayList<>();
    for (String item : Arrays.asList((text == null ? "" : text).split(","))) {
      String given = given(item);
      if (given != null) {
        items.add(given);
      }
    }
    return items;
  }
}
