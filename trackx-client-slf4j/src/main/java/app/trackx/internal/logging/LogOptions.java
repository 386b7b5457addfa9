package app.trackx.internal.logging;

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
 * an adapter with a malformed endpoint reports nothing. For one thread.
 */
public final class LogOptions {
  private final List<String> faults = new ArrayList<>();
  private final Set<String> contextKeys = new LinkedHashSet<>();
  private final Set<String> markers = new LinkedHashSet<>();
  private @Nullable TrackXClient client;
  private @Nullable String endpoint;
  private @Nullable String origin;
  private @Nullable String release;
  private @Nullable String environment;

  /** A client that is used and not closed; goes before an endpoint. */
  public void client(@Nullable TrackXClient client) {
    this.client = client;
  }

  public void endpoint(@Nullable String text) {
    endpoint = given(text);
  }

  public void origin(@Nullable String text) {
    origin = given(text);
  }

  public void release(@Nullable String text) {
    release = given(text);
  }

  public void environment(@Nullable String text) {
    environment = given(text);
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
    OwnClients own = client != null || endpoint == null ? null : open(endpoint);
    if (!faults.isEmpty()) {
      StringBuilder text = new StringBuilder("TrackX: ");
      for (int i = 0; i < faults.size(); i++) {
        text.append(i == 0 ? "" : "; ").append(faults.get(i));
      }
      faults.clear();
      status.warn(text.append('.').toString());
    }
    Target target = new Target(client, endpoint, own, status);
    LogContent content =
        new LogContent(status, release, environment, contextKeys.toArray(new String[0]));
    return new LogReporter(target, content, new LinkedHashSet<>(markers));
  }

  private @Nullable OwnClients open(String given) {
    try {
      TrackXClient.builder(given);
    } catch (IllegalArgumentException malformed) {
      fault(malformed.getMessage() + "; nothing is reported");
      return null;
    }
    try {
      return OwnClients.open(new OwnClients.Key(given, origin, release, environment));
    } catch (IllegalArgumentException badOrigin) {
      fault(badOrigin.getMessage() + "; the default is used");
      return OwnClients.open(new OwnClients.Key(given, null, release, environment));
    }
  }

  /**
   * The text, without blanks around it; null for none, and for a variable that nobody has set: what
   * Logback, and what Log4j and java.util.logging, leave in its place.
   */
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
