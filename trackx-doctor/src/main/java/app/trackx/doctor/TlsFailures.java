package app.trackx.doctor;

import app.trackx.internal.http.TlsSupport;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The reasons why a TLS handshake failed, with the certificate or in general. */
final class TlsFailures {
  private TlsFailures() {}

  static Finding of(SSLException failure, CheckedEndpoint target) {
    String server = target.server();
    if (TlsSupport.lacksEllipticCurves()) {
      return Finding.failure(
          "TLS: this Java runtime lacks the module " + TlsSupport.MODULE + ".",
          "Without it, servers refuse TLS. Build the runtime with jlink --add-modules "
              + TlsSupport.MODULE + ".");
    }
    if (isForAnotherName(failure)) {
      return Finding.failure(
          "TLS: the certificate of " + server + " does not match the host name " + target.host()
              + ".",
          "Use the certificate's host name in the endpoint, or get a certificate for this name.");
    }
    Finding certificate = ofCertificate(failure, server);
    return certificate == null ? ofHandshake(failure, server) : certificate;
  }

  private static @Nullable Finding ofCertificate(SSLException failure, String server) {
    if (cause(failure, CertificateExpiredException.class) != null) {
      return Finding.failure(
          "TLS: the certificate of " + server + " has expired.",
          "Renew it. If it has not expired, this machine's clock is wrong: " + clock());
    }
    if (cause(failure, CertificateNotYetValidException.class) != null) {
      return Finding.failure(
          "TLS: the certificate of " + server + " is not valid yet.",
          "Most likely this machine's clock is behind: " + clock());
    }
    if (cause(failure, CertPathBuilderException.class) != null) {
      return Finding.failure(
          "TLS: this JVM does not trust the certificate of " + server + ".",
          "If its CA is your company's own, or if it is self-signed, add it to a trust store and start"
              + " this check and your application with -Djavax.net.ssl.trustStore=... If its CA is a"
              + " public one, the server does not send the intermediate certificates (its full chain).");
    }
    return null;
  }

  private static Finding ofHandshake(SSLException failure, String server) {
    if (Diagnosis.contains(failure.getMessage(), "Unsupported or unrecognized SSL message")) {
      return Finding.failure(
          "TLS: " + server + " does not speak TLS.",
          "This port is for plain http: use the port for https, or start the endpoint with"
              + " http:// if the whole network path is yours.");
    }
    if (Diagnosis.contains(failure.getMessage(), "terminated the handshake")) {
      return Finding.failure(
          "TLS: " + server + " closed the connection during the handshake.",
          "Perhaps this port is for plain http, or a firewall on the way blocks this"
              + " machine.");
    }
    return Finding.failure(
        "TLS: the handshake with " + server + " failed (" + failure.getMessage() + ").",
        "The server must support TLS 1.2 or 1.3. If it requires a client certificate, start this check"
            + " and your application with -Djavax.net.ssl.keyStore=... and"
            + " -Djavax.net.ssl.keyStorePassword=...");
  }

  /**
   * Returns the finding for a JVM that cannot use TLS with any server; null if this is not the
   * reason.
   */
  static @Nullable Finding ofSettings(IOException failure) {
    GeneralSecurityException broken = cause(failure, GeneralSecurityException.class);
    if (failure instanceof SSLException || broken == null) {
      return null; // a problem with this server
    }
    Throwable trustStore = whyTrustStoreFails();
    if (trustStore != null) {
      return Finding.failure(
          "TLS: this JVM cannot read its trust store (" + trustStore.getMessage() + ").",
          "Nothing was sent. Check -Djavax.net.ssl.trustStore, which must be a key store file (PKCS12"
              + " or JKS; keytool -importcert creates one from a certificate), and"
              + " -Djavax.net.ssl.trustStorePassword.");
    }
    return Finding.failure(
        "TLS: this JVM cannot create its default SSLContext (" + rootOf(broken).getMessage() + ").",
        "Nothing was sent. Check -Djavax.net.ssl.keyStore and -Djavax.net.ssl.keyStorePassword, if"
            + " they are set.");
  }

  /**
   * Returns why the trust store cannot be read; null if it can. The default SSLContext hides the
   * reason, so the trust store is read again.
   */
  private static @Nullable Throwable whyTrustStoreFails() {
    try {
      TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
          .init((KeyStore) null);
      return null;
    } catch (GeneralSecurityException unreadable) {
      return unreadable.getCause() == null ? unreadable : unreadable.getCause();
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
      root = root.getCause();
    }
    return root;
  }

  private static boolean isForAnotherName(SSLException failure) {
    CertificateException reason = cause(failure, CertificateException.class);
    return failure instanceof SSLPeerUnverifiedException
        || (reason != null
            && (Diagnosis.contains(reason.getMessage(), "No subject alternative")
                || Diagnosis.contains(reason.getMessage(), "No name matching")));
  }

  private static String clock() {
    return "its time is " + Instant.now().truncatedTo(ChronoUnit.MINUTES) + ".";
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}
