package app.trackx.local;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A random text that is a new one every day and forgotten with the day, so that yesterday's session
 * hashes can be tied to nobody any more. Not thread-safe: owned by the store's lock.
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
