package app.trackx;

import app.trackx.internal.delivery.TimeSource;
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
 * Makes tokens that stand for the visitors of a web application for one day (UTC), so that the
 * server can count their sessions without ever hearing of an address or a browser. A token goes to
 * {@link TrackXClient#ping(String)} and {@link Capture#visitor}.
 *
 * <pre>{@code
 * private static final VisitorPseudonym VISITORS = VisitorPseudonym.random();
 *
 * TrackX.client().ping(VISITORS.tokenOf(request.getRemoteAddr(), request.getHeader("User-Agent")));
 * }</pre>
 *
 * <p>A token is the first 128 bits of an HMAC-SHA-256 over address and browser, under a key of the
 * day. Whoever has tokens but not the key cannot tell whose they are, not even by trying all
 * addresses, and cannot tell which tokens of two days belong together. Neither address nor browser
 * is kept, logged or shown. How long the key can be had depends on where it comes from:
 *
 * <ul>
 *   <li>{@link #random()}: it is in this object alone, and overwritten when the first token of
 *       another day is made. What the JVM's memory management may have copied meanwhile is beyond
 *       reach. Two instances, and so two JVMs, give the same visitor different tokens.
 *   <li>{@link #ofSecret}: whoever has the secret can make the key of any day again. In return all
 *       instances with the secret give the same visitor the same token.
 * </ul>
 *
 * <p>Not promised: that two people are two visitors. Behind one address, with the same browser, they
 * are one, and one person with two addresses is two.
 *
 * <p>Any thread, virtual ones too. Callers do not wait for each other. A token takes some microseconds.
 */
public final class VisitorPseudonym {
  private static final int LEAST_SECRET = 16;
  private static final int TOKEN_BYTES = 16;
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
   * Tokens under random keys that nobody else has: 32 bytes a day, in memory only. For an
   * application that runs in one JVM; after a restart a visitor is another one. A clock that is set
   * back over midnight gets a new key, too.
   *
   * @return never null; make one for the whole application
   */
  public static VisitorPseudonym random() {
    return new VisitorPseudonym(null, TimeSource.SYSTEM);
  }

  /**
   * Tokens under keys that are made of a secret and the date, for an application that runs in
   * several JVMs. If these share an address, they share the server's limit: each should have its part
   * of it as {@link TrackXClient.Builder#rateLimit}.
   *
   * @param secret random bytes, 16 at least, of which an HMAC with the date is the day's key;
   *     copied, and kept as long as this object is
   * @return never null
   * @throws IllegalArgumentException if it is shorter than 16 bytes
   */
  public static VisitorPseudonym ofSecret(byte[] secret) {
    return new VisitorPseudonym(checked(secret.clone()), TimeSource.SYSTEM);
  }

  /**
   * The same with a text, such as a setting holds: its UTF-8 bytes are the secret.
   *
   * @param secret hard to guess, 16 bytes at least; no word or sentence
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
          "a secret of " + secret.length + " bytes is too short: 16 at least");
    }
    return secret;
  }

  /**
   * The token of a visitor for today (UTC): the same for the same address and browser until
   * midnight. Make it anew with each request: one that is kept over midnight would be taken for a
   * visitor of the new day. Never throws.
   *
   * @param ip the address, in whatever form, but always in the same; null is a value of its own
   * @param userAgent what the visitor's browser says of itself, of whatever length; null is a value
   *     of its own
   * @return 26 characters of {@code [a-z2-7]}; empty, which stands for nobody, if there was no memory
   *     for it
   */
  public String tokenOf(@Nullable String ip, @Nullable String userAgent) {
    try {
      byte[] message = message(ip, userAgent);
      for (; ; ) {
        Key key = keyOfToday();
        byte[] bytes = key.copy();
        if (key == current) { // else it may be overwritten by now
          byte[] code = Hmac.sha256(bytes, message);
          Arrays.fill(bytes, (byte) 0);
          Arrays.fill(message, (byte) 0);
          return Base32.of(code, TOKEN_BYTES);
        }
      }
    } catch (Throwable neverToTheHost) {
      return "";
    }
  }

  /** Each with its length before it, or one could end where the other begins. */
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
    // first: whoever reads what is overwritten then sees that it is
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

  /** Nothing of the key and of the visitors. */
  @Override
  public String toString() {
    return "VisitorPseudonym{" + (secret == null ? "random" : "of a secret") + "}";
  }

  /**
   * The key of a day. Its words are volatile, so that whoever reads one that has been overwritten
   * sees thereafter that the key has a successor.
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
