package app.trackx.relay.front;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The certificate and the private key with which the relay identifies itself. */
public final class Tls {
  private static final char[] NONE = new char[0];
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final KeyStore store;
  private final char[] password;

  private Tls(KeyStore store, char[] password) {
    this.store = store;
    this.password = password;
  }

  /**
   * Reads a key store, PKCS #12 or JKS.
   *
   * @throws IOException with a sentence for people
   */
  public static Tls ofKeyStore(Path file, char[] password) throws IOException {
    try {
      return new Tls(KeyStore.getInstance(file.toFile(), password), password.clone());
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "The key store " + file + " cannot be read (" + e + "). Check file and password.", e);
    }
  }

  /**
   * Reads a chain of certificates and an unencrypted private key (PKCS #8), both as PEM.
   *
   * @throws IOException with a sentence for people
   */
  public static Tls ofPem(Path certificates, Path key) throws IOException {
    try (InputStream in = Files.newInputStream(certificates)) {
      Certificate[] chain = CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .toArray(new Certificate[0]);
      if (chain.length == 0) {
        throw new IOException("it has no certificate");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("relay", privateKey(key), NONE, chain);
      return new Tls(store, NONE);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "The certificate " + certificates + " or the key " + key + " cannot be read (" + e
              + "). Both have to be PEM; the key" + " has to begin with \"" + BEGIN
              + "\" (openssl pkcs8 -topk8 -nocrypt converts others).",
          e);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    int from = pem.indexOf(BEGIN);
    int to = pem.indexOf(END);
    if (from < 0 || to < from) {
      throw new IOException("no unencrypted private key");
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.length(), to));
    for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException otherAlgorithm) {
        // the next one
      }
    }
    throw new IOException("the key is of no known algorithm");
  }

  KeyStore store() {
    return store;
  }

  String password() {
    return new String(password);
  }
}
