package app.trackx;

import app.trackx.internal.json.Text;
import app.trackx.internal.session.VisitorToken;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event under construction, for adapters to logging and web frameworks that have more details
 * than a {@link Throwable}. Applications use {@link TrackXClient#sendEvent(Throwable)}.
 *
 * <pre>{@code
 * client.capture(EventType.CUSTOM_LOGGER)
 *     .name(loggerName)
 *     .message(formattedMessage)
 *     .callSite(callerFrames)
 *     .meta(fields)
 *     .send();
 * }</pre>
 *
 * <p>Confined to one thread, the one on which the error happened. Sent or dropped once: a second
 * {@link #send()} does nothing. No method blocks or throws. Properties that are not set default to
 * those of the {@link #reason}: its class, message and frames.
 */
public final class Capture {
  private @Nullable ErrorRecorder recorder;
  private final EventType type;
  private @Nullable Throwable reason;
  private Occurrence.@Nullable Details details;
  private @Nullable Map<String, ?> meta;

  /** Creates a capture; {@code recorder} is null if the client is disabled. */
  Capture(@Nullable ErrorRecorder recorder, EventType type) {
    this.recorder = recorder;
    this.type = type;
  }

  /**
   * Sets the error. Its frames become the stack, its causes' messages {@code meta.causes}.
   *
   * @param reason null, the default, for an event without an error
   * @return this
   */
  public Capture reason(@Nullable Throwable reason) {
    this.reason = reason;
    return this;
  }

  /**
   * Sets the event's name.
   *
   * @param name null, the default, for the class of the reason
   * @return this
   */
  public Capture name(@Nullable String name) {
    details().name = name;
    return this;
  }

  /**
   * Sets the event's message.
   *
   * @param message null, the default, for the message of the reason
   * @return this
   */
  public Capture message(@Nullable String message) {
    details().message = message == null ? null : Text.roughly(message);
    return this;
  }

  /**
   * Sets the call site of an event, so that the server groups by location and not by message. Frames
   * of logging libraries at the top are omitted. Used only if there is no reason, or if neither the
   * reason nor any of its causes has a stack trace.
   *
   * <p>If the name is also {@code meta.logger}, and the frames are those of a component that logs for
   * others, such as a queue, the event is grouped by name and message instead. Parameters are left
   * out of the message if {@code meta.template} contains it without them.
   *
   * @param callSite innermost frame first, not copied; empty if the calling thread is not the one
   *     that logged and nothing is known of that one. Null, the default: for a reason without a
   *     stack trace, the caller of {@link #send}, if such a reason was seen before; otherwise none
   * @return this
   */
  public Capture callSite(StackTraceElement @Nullable [] callSite) {
    details().callSite = callSite;
    return this;
  }

  /**
   * Sets the call site at a lower cost: the frames of a throwable created on the spot,
   * {@code new Throwable()}, are read later, on a worker thread.
   *
   * @param here the throwable whose frames are the call site if no other was set; null, the
   *     default, for none
   * @return this
   */
  public Capture callSiteOf(@Nullable Throwable here) {
    details().here = here;
    return this;
  }

  /**
   * Sets the thread on which the error happened, for an adapter that captures it on another one. An
   * error from a thread with the name of a client's thread is dropped as
   * {@link DropReason#RECURSIVE}.
   *
   * @param name sent as {@code meta.thread}; null, the default, for the thread that calls
   *     {@link #send}
   * @return this
   */
  public Capture thread(@Nullable String name) {
    details().thread = name;
    return this;
  }

  /**
   * Sets the event's URI.
   *
   * @param uri null, the default, for {@code java:} with class and method of the top frame
   * @return this
   */
  public Capture uri(@Nullable String uri) {
    details().uri = uri;
    return this;
  }

  /**
   * Sets metadata that is sent with the event and overrides {@link TrackXClient#meta()}.
   *
   * @param meta read once, when the event is sent; null, the default, for none
   * @return this
   */
  public Capture meta(@Nullable Map<String, ?> meta) {
    this.meta = meta;
    return this;
  }

  /**
   * Adds one entry of metadata, which overrides {@link #meta(Map)}. For a few entries this costs
   * less than a map.
   *
   * @param key the entry's name; a repeated key replaces the earlier value
   * @param value may be read later, on a worker thread; null is sent as a JSON null
   * @return this
   */
  public Capture meta(String key, @Nullable Object value) {
    details().put(key, value instanceof String ? Text.roughly((String) value) : value);
    return this;
  }

  /**
   * Sets the visitor in whose session the event happened, so that the server counts that session as
   * one with an error.
   *
   * <p>The token is sent as part of the {@code User-Agent} header, which the server hashes and does
   * not store. Without a token, the event belongs to the session of the
   * {@linkplain CurrentVisitor thread's visitor}, or else to the application's own session. So does
   * an event that is sent on a later day (UTC) than it was captured, or from the
   * {@linkplain TrackXClient.Builder#spoolDirectory spool directory}. If several errors are folded
   * into one event, it keeps the visitor of the first.
   *
   * @param token from {@link VisitorPseudonym#tokenOf}, or any 32 characters of
   *     {@code [0-9ghjkpz]} that reveal nothing about a person. Null or any other value means no
   *     visitor, even if the thread has one
   * @return this
   */
  public Capture visitor(@Nullable String token) {
    Occurrence.Details known = details();
    known.visitor = VisitorToken.checked(token);
    known.visitorGiven = true;
    return this;
  }

  /** Queues the event for delivery. Returns immediately; never throws. */
  public void send() {
    ErrorRecorder target = recorder;
    recorder = null;
    if (target != null) {
      try {
        target.accept(type, reason, null, meta, details);
      } catch (StackOverflowError noStack) {
        target.counters.withoutStack++; // not a method call: there is no stack left
      }
    }
  }

  /**
   * Drops the event and counts it. For an adapter that cannot read the details of an error but must
   * not hide that it happened.
   *
   * @param reason counted in {@link Diagnostics#dropped()}
   */
  public void drop(DropReason reason) {
    ErrorRecorder target = recorder;
    recorder = null;
    if (target != null) {
      target.drop(reason == null ? DropReason.INTERNAL_ERROR : reason);
    }
  }

  private Occurrence.Details details() {
    Occurrence.Details known = details;
    if (known == null) {
      known = new Occurrence.Details();
      details = known;
    }
    return known;
  }
}
