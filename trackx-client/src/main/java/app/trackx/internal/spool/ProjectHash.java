package app.trackx.internal.spool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A hash that identifies the owner of an event in a file name without revealing it. */
final class ProjectHash {
  private ProjectHash() {}

  /** Returns eight hexadecimal digits. */
  static String of(String owner) throws SpoolFailure {
    byte[] digest;
    try {
      digest = MessageDigest.getInstance("SHA-256").digest(owner.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new SpoolFailure("the spool requires SHA-256", e);
    }
    long first = 1; // keeps leading zeros
    for (int i = 0; i < FileName.PROJECT_DIGITS / 2; i++) {
      first = first << 8 | (digest[i] & 0xff);
    }
    return Long.toHexString(first).substring(1);
  }
}
