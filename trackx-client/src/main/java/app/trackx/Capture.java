package app.trackx;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event in the making, for adapters of logging and web frameworks that know more than a {@link
 * Throwable}. Applications use {@link TrackXClient#sendEvent(Throwable)}.
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
 * <p>Used by one thread, the one on which the error happened, and sent or dropped once: a second
 * {@link #send()} does nothing. No method blocks or throws. Where nothing is said, the {@link #reason}
 * speaks: its class, its message, its frames.
 */
public final class Capture {
  private @Nullable TrackXClient client;
  private final EventType type;
  private @Nullable Throwable reason;
  private Occurrence.@Nullable Details details;
  private @Nullable Map<String, ?> meta;

  Capture(TrackXClient client, EventType type) {
    this.client = client;
    this.type = type;
  }

  /**
   * The error. Its frames become the stack, its causes' messages {@code meta.causes}.
   *
   * @param reason null for an event without an error, the default
   * @return this
   */
  public Capture reason(@Nullable Throwable reason) {
    this.reason = reason;
    return this;
  }

  /**
   * The event's name.
   *
   * @param name null, the default, for the class of the reason
   * @return this
   */
  public Capture name(@Nullable String name) {
    details().name = name;
    return this;
  }

  /**
   * The event's message.
   *
   * @param message null, the default, for the message of the reason
   * @return this
   */
  public Capture message(@Nullable String message) {
    details().message = message == null ? null : Text.roughly(message);
    return this;
  }

  /**
   * Where an event without a reason comes from, so that the server groups by place and not by
   * message. Frames of logging libraries at the top are left out. Without effect if there is a
   * reason.
   *
   * @param callSite innermost frame first, not copied; null, the default, for none
   * @return this
   */
  public Capture callSite(StackTraceElement @Nullable [] callSite) {
    details().callSite = callSite;
    return this;
  }

  /**
   * The same, for less: the frames of a throwable that was made on the spot, {@code new Throwable()},
   * are read later, on the delivery thread.
   *
   * @param here whose frames are the call site, if no other was given; null, the default, for none
   * @return this
   */
  public Capture callSiteOf(@Nullable Throwable here) {
    details().here = here;
    return this;
  }

  /**
   * The thread on which it happened, for an adapter that hears of it on another one. What happened
   * on a thread of a client, by its name, is not taken in: {@link DropReason#RECURSIVE}.
   *
   * @param name goes to {@code meta.thread}; null, the default, for the thread that calls {@link
   *     #send}
   * @return this
   */
  public Capture thread(@Nullable String name) {
    details().thread = name;
    return this;
  }

  /**
   * The event's URI.
   *
   * @param uri null, the default, for {@code java:} with class and method of the top frame
   * @return this
   */
  public Capture uri(@Nullable String uri) {
    details().uri = uri;
    return this;
  }

  /**
   * What goes with the event, over what {@link TrackXClient#meta()} says.
   *
   * @param meta read once, when the event is sent; null, the default, for nothing
   * @return this
   */
  public Capture meta(@Nullable Map<String, ?> meta) {
    this.meta = meta;
    return this;
  }

  /**
   * One entry more that goes with the event, over what {@link #meta(Map)} says. For a few of them this
   * costs less than a map.
   *
   * @param key its name; again with the same one goes over the first
   * @param value may be read later, on the delivery thread; null goes as a JSON null
   * @return this
   */
  public Capture meta(String key, @Nullable Object value) {
    details().put(key, value instanceof String ? Text.roughly((String) value) : value);
    return this;
  }

  /**
   * In whose session the event happened, so that the server counts that session as one with an error.
   * Goes out as a part of the {@code User-Agent} header, which the server hashes and does not
   * store, and is no part of what it stores. Without it the event belongs to the session of the {@linkplain
   * CurrentVisitor thread's visitor}, or else to the application's own
   * session; so does one that is sent on another day (UTC) than it was captured, or from the {@linkplain
   * TrackXClient.Builder#spoolDirectory spool directory}. If several errors are one event, it bears
   * the visitor of the first.
   *
   * @param token of {@link VisitorPseudonym#tokenOf}, or any 26 characters of {@code [a-z2-7]} that
   *     say nothing of a person; anything else, as null, is for none, whatever the thread's is
   * @return this
   */
  public Capture visitor(@Nullable String token) {
    Occurrence.Details known = details();
    known.visitor = VisitorToken.checked(token);
    known.visitorGiven = true;
    return this;
  }

  /** Hands the event over for delivery. Returns at once; never throws. */
  public void send() {
    TrackXClient target = client;
    client = null;
    if (target != null) {
      try {
        target.accept(type, reason, null, meta, details);
      } catch (StackOverflowError noStack) {
        Delivery delivery = target.delivery;
        if (delivery != null) {
          delivery.counters.withoutStack++; // no call: there is no stack for one
        }
      }
    }
  }

  /**
   * Gives the event up instead of sending it, and has it counted. For an adapter that cannot tell
   * what happened, and must not keep that to itself.
   *
   * @param reason why
   */
  public void drop(DropReason reason) {
    TrackXClient target = client;
    client = null;
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
