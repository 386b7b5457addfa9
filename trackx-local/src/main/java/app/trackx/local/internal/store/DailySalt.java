package app.trackx.local.internal.store;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A random salt that is replaced every day and never stored, so that session hashes of previous days cannot be
 * attributed to anyone. Not thread-safe; guarded by the store's lock.
 */
final class DailySalt {
  private final SecureRandom random = new SecureRandom();
  private @Nullable LocalDate day;
  private String salt = "";

  String on(LocalDate today) {
    if (!today.equals(day)) {
      day = today;
      salt = new BigInteger(256, random).toString(36) + '\n';
    }
    return salt;
  }
}
