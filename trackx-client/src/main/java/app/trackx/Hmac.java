package app.trackx;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA-256, RFC 2104, over the JDK's digest. {@code javax.crypto.Mac} does the same, but loads
 * and checks a framework of providers first, which a fresh JVM would pay for with the first
 * request, and keeps copies of the key that nobody can overwrite.
 */
final class Hmac {
  static final int BYTES = 32;
  private static final int BLOCK = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private Hmac() {}

  /** The authentication code of a message under a key, of whatever length both are. */
  static byte[] sha256(byte[] key, byte[] message) {
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
