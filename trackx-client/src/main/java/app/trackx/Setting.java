package app.trackx;

import app.trackx.internal.jvm.Settings;
import app.trackx.internal.settings.Endpoint;
import app.trackx.internal.settings.Placeholder;
import app.trackx.internal.stack.SourceUrls;
import org.jspecify.annotations.Nullable;

/**
 * A setting read from configuration, cleaned and checked; for adapters to other libraries, which
 * read settings from their own sources. Applications pass their endpoint to {@link TrackX#setup}.
 *
 * <p>Configured values often carry quotes that a shell or YAML kept, the trailing line break of a
 * mounted secret, or a placeholder that nothing replaced. None of this may stop an application, so
 * this class never throws. It removes quotes and invisible characters around a value and describes
 * an unusable one in a {@linkplain #warning() warning}. The warning names the source of the text
 * and never repeats the text, which may contain the key.
 *
 * <p>Immutable and thread-safe. This class does not log its warnings: an adapter to a logging
 * library must not log while that library starts, so logging is left to the caller.
 */
public final class Setting {
  static final Setting NOT_SET = new Setting(null, false, null);

  private static final String ENDPOINT = "endpoint";
  private static final String ORIGIN = "origin";
  private static final String SOURCE_URLS = "sourceUrls";
  private static final String TRAIL = "trail";

  private final @Nullable String value;
  private final boolean off;
  private final @Nullable String warning;

  private Setting(@Nullable String value, boolean off, @Nullable String warning) {
    this.value = value;
    this.off = off;
    this.warning = warning;
  }

  /**
   * Checks a configured text.
   *
   * @param name {@code endpoint}, {@code origin}, {@code sourceUrls} and {@code trail} are validated;
   *     any other name stands for free text, such as {@code release}
   * @param text the text as found; a null, blank, or quoted empty text counts as not set
   * @param source where the text was found, such as {@code TRACKX_ENDPOINT}; the subject of the
   *     warning
   * @return the setting
   */
  public static Setting of(String name, @Nullable String text, String source) {
    String value = text == null ? "" : Endpoint.strip(text);
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
    if (name.equals(SOURCE_URLS)) {
      return sourceUrls(value, source);
    }
    if (name.equals(TRAIL)) {
      return trail(value, source);
    }
    return name.equals(ORIGIN) ? origin(value, source) : new Setting(value, false, null);
  }

  /**
   * Reads a setting of this process: the system property {@code trackx.endpoint}, or else the
   * environment variable {@code TRACKX_ENDPOINT}; for {@code sourceUrls}, {@code
   * trackx.sourceUrls} and {@code TRACKX_SOURCE_URLS}.
   *
   * @param name the setting's name, such as {@code endpoint}
   * @return the setting; not set if neither source has a value or may be read
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
      if (!value.contains(Placeholder.UNDEFINED)) { // it may be parsed as part of a host name
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
      return new Setting(checkedOrigin(value), false, null);
    } catch (IllegalArgumentException malformed) {
      return new Setting(
          null,
          false,
          source + " cannot be used: " + malformed.getMessage() + "; the default is used");
    }
  }

  private static Setting sourceUrls(String value, String source) {
    try {
      return new Setting(new SourceUrls().withAll(value).toString(), false, null);
    } catch (IllegalArgumentException malformed) {
      return new Setting(
          null,
          false,
          source + " cannot be used: " + malformed.getMessage() + "; frames get no URL");
    }
  }

  private static Setting trail(String value, String source) {
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("on")) {
      return new Setting("true", false, null);
    }
    if (isOffSwitch(value)) {
      return new Setting("false", false, null);
    }
    return new Setting(null, false, source + " is neither true nor false; the default is used");
  }

  /**
   * Returns the origin without the trailing slash of a web origin.
   *
   * @throws IllegalArgumentException if it cannot be a header's value
   */
  static String checkedOrigin(String text) {
    String value = text;
    while (value.startsWith("http") && value.endsWith("/")) {
      value = value.substring(0, value.length() - 1);
    }
    if (value.isEmpty() || value.length() > 200) {
      throw new IllegalArgumentException("origin is empty or longer than 200 characters");
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7f) {
        throw new IllegalArgumentException("origin is not printable ASCII without spaces");
      }
    }
    return value;
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

  /**
   * Falls back to another setting if this one has no value.
   *
   * @param next the setting to fall back to
   * @return this setting if it has a value or {@linkplain #isOff() is off}; otherwise {@code next},
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
   * Returns the value without surrounding quotes and invisible characters; an endpoint also loses
   * its trailing slash or {@code /event}, and that of {@code trail} is {@code true} or {@code false}.
   *
   * @return null if the setting is not set or its value is invalid
   */
  public @Nullable String value() {
    return value;
  }

  /**
   * Returns true if this endpoint turns tracking off instead of falling back to another source: it
   * is malformed, or it is {@code off}, {@code false} or {@code disabled}.
   *
   * @return false for all other settings
   */
  public boolean isOff() {
    return off;
  }

  /**
   * Describes the problem and the expected form, as a sentence without its final period.
   *
   * @return null if there is no problem; never contains the text itself
   */
  public @Nullable String warning() {
    return warning;
  }

  /** Returns the state; never the value, which may contain the key. */
  @Override
  public String toString() {
    return "Setting{" + (off ? "off" : value == null ? "not set" : "set") + "}";
  }
}
