package app.trackx.internal.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA-256, RFC 2104, with the JDK's digest. {@code javax.crypto.Mac} does the same, but first
 * loads and verifies a framework of providers, which would slow down the first request of a fresh
 * JVM, and it keeps copies of the key that cannot be overwritten.
 */
public final class Hmac {
  public static final int BYTES = 32;
  private static final int BLOCK = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private Hmac() {}

  /** Returns the authentication code of a message under a key; both may have any length. */
  public static byte[] sha256(byte[] key, byte[] message) {
    MessageDigest digest = newDigest();
    byte[] block = Arrays.copyOf(key.length > BLOCK ? digest.digest(key) : key, BLOCK);
    flip(block, INNER);
    digest.update(block);
    byte[] inner = digest.digest(message);
    flip(block, (byte) (INNER ^ OUTER));
    digest.update(block);
    Arrays.fill(block, (byte) 0);
    return digest.digest(inner);
  }

  private static void flip(byte[] block, byte bits) {
    for (int i = 0; i < block.length; i++) {
      block[i] ^= bits;
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
