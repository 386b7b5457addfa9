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

/** What is wrong with a certificate, or with TLS at all. */
final class TlsFailures {
  private TlsFailures() {}

  static Finding of(SSLException failure, Target target) {
    String server = target.server();
    if (TlsSupport.lacksEllipticCurves()) {
      return Finding.failure(
          "TLS: this Java runtime lacks the module " + TlsSupport.MODULE + ".",
          "Without it servers refuse TLS. Make the runtime with jlink --add-modules "
              + TlsSupport.MODULE + ".");
    }
    if (isForAnotherName(failure)) {
      return Finding.failure(
          "TLS: the certificate of " + server + " is for another name than " + target.host() + ".",
          "Use in the endpoint the name that the certificate is for, or have one made for this name.");
    }
    if (cause(failure, CertificateExpiredException.class) != null) {
      return Finding.failure(
          "TLS: the certificate of " + server + " has expired.",
          "Have it renewed. If it has not expired, this machine's clock is wrong: " + clock());
    }
    if (cause(failure, CertificateNotYetValidException.class) != null) {
      return Finding.failure(
          "TLS: the certificate of " + server + " is not valid yet.",
          "This machine's clock is behind, most likely: " + clock());
    }
    if (cause(failure, CertPathBuilderException.class) != null) {
      return Finding.failure(
          "TLS: no authority that this Java trusts has signed the certificate of " + server + ".",
          "If it is your company's own, or signed by itself, put it into a trust store and start this"
              + " check and your application with -Djavax.net.ssl.trustStore=... If it is a public"
              + " one, the server does not send the certificates between (its full chain).");
    }
    if (Diagnosis.says(failure.getMessage(), "Unsupported or unrecognized SSL message")) {
      return Finding.failure(
          "TLS: " + server + " does not speak TLS.",
          "That port is one for plain http: use the port for https, or begin the endpoint with"
              + " http:// if the network between is yours alone.");
    }
    if (Diagnosis.says(failure.getMessage(), "terminated the handshake")) {
      return Finding.failure(
          "TLS: " + server + " closes the connection when it is greeted.",
          "That port is one for plain http, perhaps, or a firewall on the way does not let this"
              + " machine through.");
    }
    return Finding.failure(
        "TLS: no agreement with " + server + " (" + failure.getMessage() + ").",
        "The server must speak TLS 1.2 or 1.3. If it asks for a client's certificate, start this check"
            + " and your application with -Djavax.net.ssl.keyStore=... and"
            + " -Djavax.net.ssl.keyStorePassword=...");
  }

  /** What keeps this JVM from speaking TLS to any server; null if nothing does. */
  static @Nullable Finding ofSettings(IOException failure) {
    GeneralSecurityException broken = cause(failure, GeneralSecurityException.class);
    if (failure instanceof SSLException || broken == null) {
      return null; // that is about this server
    }
    Throwable trustStore = whyTrustStoreFails();
    if (trustStore != null) {
      return Finding.failure(
          "TLS: this Java cannot read its trust store (" + trustStore.getMessage() + ").",
          "Nothing was sent. Check -Djavax.net.ssl.trustStore, which must name a key store (PKCS12"
              + " or JKS; keytool -importcert makes one of a certificate), and"
              + " -Djavax.net.ssl.trustStorePassword.");
    }
    return Finding.failure(
        "TLS: this Java cannot make its default SSLContext (" + rootOf(broken).getMessage() + ").",
        "Nothing was sent. Check -Djavax.net.ssl.keyStore and -Djavax.net.ssl.keyStorePassword, if"
            + " they are set.");
  }

  /** The default context keeps the reason to itself, so the trust store is read once more. */
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
            && (Diagnosis.says(reason.getMessage(), "No subject alternative")
                || Diagnosis.says(reason.getMessage(), "No name matching")));
  }

  private static String clock() {
    return "it says " + Instant.now().truncatedTo(ChronoUnit.MINUTES) + ".";
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
