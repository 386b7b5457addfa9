package app.trackx.internal.http;

import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;

/** Tells whether this Java runtime has what TLS needs; not for a cold path. */
public final class TlsSupport {
  /** The module that has elliptic curves up to JDK 21; later they are in {@code java.base}. */
  public static final String MODULE = "jdk.crypto.ec";

  private TlsSupport() {}

  /** Whether elliptic curves are missing, without which nearly every server refuses the handshake. */
  public static boolean lacksEllipticCurves() {
    try {
      KeyFactory.getInstance("EC");
      return false;
    } catch (NoSuchAlgorithmException missing) {
      return true;
    }
  }
}
