package app.trackx;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.session.Hmac;
import app.trackx.internal.session.UtcDay;
import app.trackx.internal.session.VisitorToken;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A source of pseudonyms: tokens that stand for the visitors of a web application for one day
 * (UTC). They let the server count sessions without ever receiving an address or a browser. Pass a
 * token to {@link TrackXClient#ping(String)} and {@link Capture#visitor}.
 *
 * <pre>{@code
 * private static final VisitorPseudonym VISITORS = VisitorPseudonym.random();
 *
 * TrackX.client().ping(VISITORS.tokenOf(request.getRemoteAddr(), request.getHeader("User-Agent")));
 * }</pre>
 *
 * <p>A token is the first 128 bits of an HMAC-SHA-256 over address and browser, with a daily key.
 * Without the key, nobody can tell whose token it is, not even by trying all addresses, or which
 * tokens of two days belong to the same visitor. Neither address nor browser is stored, logged or
 * displayed. The lifetime of the key depends on its origin:
 *
 * <ul>
 *   <li>{@link #random()}: the key exists only in this object and is overwritten when the first
 *       token of another day is created. Copies that the JVM's memory management may have made
 *       meanwhile are out of reach. Two instances, and so two JVMs, create different tokens for the
 *       same visitor.
 *   <li>{@link #ofSecret}: anyone who has the secret can derive the key of any day again. In
 *       return, all instances with the secret create the same token for the same visitor.
 * </ul>
 *
 * <p>Two people are not always two visitors: behind one address and with the same browser they are
 * one, and one person with two addresses is two.
 *
 * <p>Thread-safe, for virtual threads too. Callers do not block each other. A token takes a few
 * microseconds.
 */
public final class VisitorPseudonym {
  private static final int LEAST_SECRET = 16;
  private static final String PURPOSE = "trackx visitor";

  private static final AtomicReferenceFieldUpdater<VisitorPseudonym, Key> CURRENT =
      AtomicReferenceFieldUpdater.newUpdater(VisitorPseudonym.class, Key.class, "current");

  private final byte @Nullable [] secret; // null for random keys
  private final @Nullable SecureRandom random; // null for keys of a secret
  private final TimeSource time;
  private volatile Key current;

  VisitorPseudonym(byte @Nullable [] secret, TimeSource time) {
    this.secret = secret;
    this.random = secret == null ? new SecureRandom() : null;
    this.time = time;
    this.current = newKey(today());
  }

  /**
   * Returns a source with random keys: 32 bytes a day, in memory only. For an application that runs
   * in one JVM; after a restart, a visitor counts as a new one. A clock that is set back over
   * midnight also causes a new key.
   *
   * @return never null; create one for the whole application
   */
  public static VisitorPseudonym random() {
    return new VisitorPseudonym(null, TimeSource.SYSTEM);
  }

  /**
   * Returns a source with keys that are derived from a secret and the date. For an application that
   * runs in several JVMs. If these share an address, they share the server's limit: give each a
   * part of it with {@link TrackXClient.Builder#rateLimit}.
   *
   * @param secret at least 16 random bytes; their HMAC with the date is the daily key. Copied, and
   *     kept as long as this object
   * @return never null
   * @throws IllegalArgumentException if it is shorter than 16 bytes
   */
  public static VisitorPseudonym ofSecret(byte[] secret) {
    return new VisitorPseudonym(checked(secret.clone()), TimeSource.SYSTEM);
  }

  /**
   * Returns a source with keys that are derived from a text, such as a setting: its UTF-8 bytes are
   * the secret.
   *
   * @param secret hard to guess, at least 16 bytes; not a word or sentence
   * @return never null
   * @throws IllegalArgumentException if it is shorter than 16 bytes
   */
  public static VisitorPseudonym ofSecret(CharSequence secret) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return new VisitorPseudonym(checked(bytes), TimeSource.SYSTEM);
  }

  static byte[] checked(byte[] secret) {
    if (secret.length < LEAST_SECRET) {
      throw new IllegalArgumentException(
          "secret is too short: " + secret.length + " bytes, at least 16 are required");
    }
    return secret;
  }

  /**
   * Returns a visitor's token for today (UTC): the same for the same address and browser until
   * midnight. Create it anew for each request: a token kept over midnight would count as a new
   * visitor. Never throws.
   *
   * @param ip the address in any form, but always the same form; null is a value of its own
   * @param userAgent the browser's {@code User-Agent}, of any length; null is a value of its own
   * @return 32 characters of {@code [0-9ghjkpz]}, in which the server's parser of {@code User-Agent}
   *     finds no browser or operating system; empty, which stands for no visitor, if memory ran out
   */
  public String tokenOf(@Nullable String ip, @Nullable String userAgent) {
    try {
      byte[] message = message(ip, userAgent);
      for (; ; ) {
        Key key = keyOfToday();
        byte[] bytes = key.copy();
        if (key == current) { // otherwise it may have been overwritten
          byte[] code = Hmac.sha256(bytes, message);
          Arrays.fill(bytes, (byte) 0);
          Arrays.fill(message, (byte) 0);
          return VisitorToken.of(code);
        }
      }
    } catch (Throwable neverToTheHost) {
      return "";
    }
  }

  /** Prefixes each part with its length, so that different pairs never yield the same message. */
  private static byte[] message(@Nullable String ip, @Nullable String userAgent) {
    byte[] first = bytes(ip);
    byte[] second = bytes(userAgent);
    return ByteBuffer.allocate(8 + first.length + second.length)
        .putInt(ip == null ? -1 : first.length)
        .put(first)
        .putInt(userAgent == null ? -1 : second.length)
        .put(second)
        .array();
  }

  private static byte[] bytes(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  private long today() {
    return UtcDay.of(time.wallMillis());
  }

  private Key keyOfToday() {
    Key key = current;
    return key.day == today() ? key : renewed();
  }

  private Key renewed() {
    Key old = current;
    long today = today();
    if (old.day == today) {
      return old;
    }
    Key fresh = newKey(today);
    // first: a reader of an overwritten key then sees the new one
    boolean mine = CURRENT.compareAndSet(this, old, fresh);
    (mine ? old : fresh).overwrite();
    return mine ? fresh : current;
  }

  private Key newKey(long day) {
    byte[] bytes = new byte[Hmac.BYTES];
    if (random != null) {
      random.nextBytes(bytes);
    } else if (secret != null) {
      String purpose = PURPOSE + LocalDate.ofEpochDay(day);
      bytes = Hmac.sha256(secret, purpose.getBytes(StandardCharsets.UTF_8));
    }
    Key key = new Key(day, bytes);
    Arrays.fill(bytes, (byte) 0);
    return key;
  }

  /** Returns the kind of key; nothing about the key itself or about visitors. */
  @Override
  public String toString() {
    return "VisitorPseudonym{" + (secret == null ? "random" : "of a secret") + "}";
  }

  /**
   * A daily key. Its words are volatile: a reader that sees an overwritten word afterwards also
   * sees that the key has been replaced.
   */
  private static final class Key {
    final long day;
    private final AtomicLongArray words = new AtomicLongArray(Hmac.BYTES / 8);

    Key(long day, byte[] bytes) {
      this.day = day;
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      for (int i = 0; i < words.length(); i++) {
        words.set(i, buffer.getLong());
      }
    }

    byte[] copy() {
      ByteBuffer bytes = ByteBuffer.allocate(Hmac.BYTES);
      for (int i = 0; i < words.length(); i++) {
        bytes.putLong(words.get(i));
      }
      return bytes.array();
    }

    void overwrite() {
      for (int i = 0; i < words.length(); i++) {
        words.set(i, 0);
      }
    }
  }
}
