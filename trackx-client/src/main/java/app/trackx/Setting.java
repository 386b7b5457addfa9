package app.trackx;

import org.jspecify.annotations.Nullable;

/**
 * A setting as a configuration holds it, cleaned and checked; for adapters of other libraries, which
 * read settings from places of their own. An application passes its endpoint to {@link TrackX#setup}.
 *
 * <p>Configurations hold more than values: quotes that a shell or YAML kept, the line break at the
 * end of a mounted secret, a placeholder that nothing replaced. None of this may stop an
 * application, so this class never throws: it removes quotes and invisible characters around a
 * value, and describes in a {@linkplain #warning() warning} what it cannot use. The warning names
 * the source of the text and never repeats the text, which may contain the key.
 *
 * <p>Immutable, for any thread. Reads and checks only; logging the warning is left to the caller,
 * since an adapter of a logging library must not log while that library starts.
 */
public final class Setting {
  static final Setting NOT_SET = new Setting(null, false, null);

  private static final String ENDPOINT = "endpoint";
  private static final String ORIGIN = "origin";

  private final @Nullable String value;
  private final boolean off;
  private final @Nullable String warning;

  private Setting(@Nullable String value, boolean off, @Nullable String warning) {
    this.value = value;
    this.off = off;
    this.warning = warning;
  }

  /**
   * Checks a text that a configuration holds.
   *
   * @param name {@code endpoint} and {@code origin} are checked for their form; any other name stands
   *     for free text, such as {@code release}
   * @param text as it was found; null, blank, or empty within quotes if it is not set
   * @param source where the text was found, such as {@code TRACKX_ENDPOINT}: the subject of the
   *     warning
   * @return the setting
   */
  public static Setting of(String name, @Nullable String text, String source) {
    String value = text == null ? "" : strip(text);
    if (value.isEmpty()) {
      return NOT_SET;
    }
    if (name.equals(ENDPOINT)) {
      return endpoint(value, source);
    }
    String placeholder = Placeholder.in(value);
    if (placeholder != null) {
      return notSet(source, placeholder);
    }
    return name.equals(ORIGIN) ? origin(value, source) : new Setting(value, false, null);
  }

  /**
   * Reads a setting of this process: the system property {@code trackx.endpoint}, or else the
   * environment variable {@code TRACKX_ENDPOINT}.
   *
   * @param name such as {@code endpoint}
   * @return the setting; not set if neither is, or if neither may be read
   */
  public static Setting ofProcess(String name) {
    String property = "trackx." + name;
    String variable = Settings.variable(name);
    return of(name, Settings.property(property, ""), "-D" + property)
        .orElse(of(name, Settings.environment(variable), variable));
  }

  private static Setting endpoint(String value, String source) {
    @Nullable String fault;
    try {
      Endpoint endpoint = Endpoint.parse(value);
      if (!value.contains(Placeholder.UNDEFINED)) { // which may be the name of a host
        return new Setting(endpoint.text(), false, null);
      }
      fault = null;
    } catch (RuntimeException malformed) {
      fault = malformed.getMessage();
    }
    if (isOffSwitch(value)) {
      return new Setting(null, true, null);
    }
    String placeholder = Placeholder.in(value);
    return placeholder == null
        ? new Setting(null, true, source + " is not a TrackX endpoint: " + reason(fault))
        : notSet(source, placeholder);
  }

  private static String reason(@Nullable String fault) {
    return fault != null && fault.startsWith(Endpoint.MALFORMED)
        ? fault.substring(Endpoint.MALFORMED.length())
        : Endpoint.EXPECTED;
  }

  private static Setting origin(String value, String source) {
    try {
      return new Setting(TrackXClient.Builder.checkedOrigin(value), false, null);
    } catch (IllegalArgumentException malformed) {
      return new Setting(
          null,
          false,
          source + " cannot be used: " + malformed.getMessage() + "; the default is used");
    }
  }

  private static Setting notSet(String source, String placeholder) {
    return new Setting(
        null,
        false,
        source + " contains a placeholder that was not replaced, " + placeholder
            + ", and counts as not set");
  }

  private static boolean isOffSwitch(String value) {
    return value.equalsIgnoreCase("off")
        || value.equalsIgnoreCase("false")
        || value.equalsIgnoreCase("disabled");
  }

  /** Removes quotes and invisible characters around a text, and loads nothing if there are none. */
  static String strip(String text) {
    int last = text.length() - 1;
    return last < 0 || (isPlain(text.charAt(0)) && isPlain(text.charAt(last)))
        ? text
        : Wrapping.remove(text);
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/';
  }

  /**
   * Falls back to another source.
   *
   * @param next is used if this setting is not set
   * @return this setting if it has a value or {@linkplain #isOff() is off}; otherwise the next one,
   *     with the warnings of both
   */
  public Setting orElse(Setting next) {
    if (value != null || off) {
      return this;
    }
    if (warning == null) {
      return next;
    }
    String both = next.warning == null ? warning : warning + "; " + next.warning;
    return new Setting(next.value, next.off, both);
  }

  /**
   * Returns the value without quotes and invisible characters around it; of an endpoint also without
   * the trailing slash or {@code /event}.
   *
   * @return null if it is not set or cannot be used
   */
  public @Nullable String value() {
    return value;
  }

  /**
   * Returns whether an endpoint turns tracking off instead of falling back to another source: it is
   * malformed, or it is {@code off}, {@code false} or {@code disabled}.
   *
   * @return false for everything else
   */
  public boolean isOff() {
    return off;
  }

  /**
   * Describes what is wrong with the text and what is expected, as a sentence without its full stop.
   *
   * @return null if nothing is wrong; never contains the text itself
   */
  public @Nullable String warning() {
    return warning;
  }

  /** What is set, never the value, which may contain the key. */
  @Override
  public String toString() {
    return "Setting{" + (off ? "off" : value == null ? "not set" : "set") + "}";
  }
}
