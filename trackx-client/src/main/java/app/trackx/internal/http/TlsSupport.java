package app.trackx.internal.http;

import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;

/** A check whether this Java runtime supports TLS; not for a cold path. */
public final class TlsSupport {
  /** The module that contains elliptic curves up to JDK 21; later they are in {@code java.base}. */
  public static final String MODULE = "jdk.crypto.ec";

  private TlsSupport() {}

  /**
   * Returns whether elliptic curves are missing. Nearly every server refuses a handshake without
   * them.
   */
  public static boolean lacksEllipticCurves() {
    try {
      KeyFactory.getInstance("EC");
      return false;
    } catch (NoSuchAlgorithmException missing) {
      return true;
    }
  }
}
