package app.trackx.internal.logging;

import app.trackx.Setting;
import app.trackx.TrackXClient;
import app.trackx.internal.adapter.AdapterThreads;
import app.trackx.internal.adapter.LogTrail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options that all adapters share, as text from a configuration file. An invalid option is one
 * line in the logging library's status system and never stops the application: it falls back to its
 * default, except that an adapter with a malformed endpoint reports nothing. Nothing is logged,
 * because the logging library is starting, possibly during SLF4J's initialization. For use by one
 * thread.
 */
public final class LogOptions {
  private final List<String> faults = new ArrayList<>();
  private final Set<String> contextKeys = new LinkedHashSet<>();
  private final Set<String> markers = new LinkedHashSet<>();
  private final String prefix;
  private final String suffix;
  private @Nullable TrackXClient client;
  private @Nullable String endpoint;
  private @Nullable String origin;
  private @Nullable String release;
  private @Nullable String environment;
  private @Nullable String sourceUrls;
  private @Nullable String trail;

  /** Creates options that warnings refer to by their plain names. */
  public LogOptions() {
    this("", "");
  }

  /** Creates options that warnings refer to with a prefix and suffix, as the user writes them. */
  public LogOptions(String prefix, String suffix) {
    this.prefix = prefix;
    this.suffix = suffix;
  }

  /** Sets a client, which overrides an endpoint and is never closed here. */
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

  /** Sets source URLs, as {@link TrackXClient.Builder#sourceUrls} reads them. */
  public void sourceUrls(@Nullable String text) {
    sourceUrls = text;
  }

  /** Sets whether a trail is kept; not set for what the client that is reported to says. */
  public void trail(@Nullable String text) {
    trail = text;
  }

  /** Adds keys of the diagnostic context to send with each event, separated by commas. */
  public void mdcKeys(@Nullable String text) {
    contextKeys.addAll(list(text));
  }

  /** Adds markers that make a record be reported at any level, separated by commas. */
  public void markers(@Nullable String text) {
    markers.addAll(list(text));
  }

  /** Notes an invalid option, to be reported when the adapter starts. */
  public void fault(String text) {
    faults.add(text);
  }

  /** Notes an option whose value is not a level. */
  public void unknownLevel(String option, String text, String known, String instead) {
    fault(option + " '" + text + "' is not a level (" + known + "); " + instead + " is used");
  }

  /** Opens a client if one is needed, and reports all invalid options in one line. */
  public LogReporter start(StatusLine status) {
    Setting endpointSetting = checked("endpoint", client == null ? endpoint : null);
    String value = endpointSetting.value();
    String originValue = value == null ? null : checked("origin", origin).value();
    String releaseValue = checked("release", release).value();
    String environmentValue = checked("environment", environment).value();
    String urls = value == null ? null : checked("sourceUrls", sourceUrls).value();
    String trailValue = checked("trail", trail).value();
    boolean keepsTrail = Boolean.parseBoolean(trailValue);
    SharedClients own = value == null
        ? null
        : open(new SharedClients.Key(value, originValue, releaseValue, environmentValue, urls));
    boolean off = endpointSetting.isOff() || (value != null && own == null);
    reportFaults(status);
    if (keepsTrail && !off) {
      LogTrail.use();
    }
    AdapterClient target = new AdapterClient(client, value, own, off, status);
    LogContent content =
        new LogContent(status, releaseValue, environmentValue, contextKeys.toArray(new String[0]));
    Boolean fixedTrail = off ? Boolean.FALSE : trailValue == null ? null : (Boolean) keepsTrail;
    return new LogReporter(target, content, new LinkedHashSet<>(markers), fixedTrail);
  }

  /** Returns the setting, after noting its warning and the consequence. */
  private Setting checked(String name, @Nullable String text) {
    Setting setting = Setting.of(name, text, prefix + name + suffix);
    if (setting.warning() != null) {
      fault(setting.warning() + (setting.isOff() ? "; nothing is reported" : ""));
    }
    return setting;
  }

  private @Nullable SharedClients open(SharedClients.Key key) {
    try {
      return SharedClients.open(key);
    } catch (Throwable neverToTheHost) { // out of memory, or forbidden by a security manager
      AdapterThreads.rethrowStop(neverToTheHost);
      fault("the client could not be created (" + neverToTheHost.getClass().getName()
          + "); nothing is reported");
      return null;
    }
  }

  private void reportFaults(StatusLine status) {
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

  /** Returns the trimmed text, or null if it is blank or a variable that is not set. */
  private static @Nullable String valueOf(@Nullable String text) {
    String value = text == null ? "" : text.trim();
    boolean unset = value.isEmpty() || value.endsWith("_IS_UNDEFINED") || value.startsWith("${");
    return unset ? null : value;
  }

  private static Collection<String> list(@Nullable String text) {
    List<String> items = new ArrayList<>();
    for (String item : Arrays.asList((text == null ? "" : text).split(","))) {
      String value = valueOf(item);
      if (value != null) {
        items.add(value);
      }
    }
    return items;
  }
}
