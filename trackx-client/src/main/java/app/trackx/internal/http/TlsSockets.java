package app.trackx.internal.http;

import app.trackx.internal.jvm.MemoryPressure;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A factory of TLS sockets over connected ones, with the JVM's default context: its trust store,
 * {@code javax.net.ssl.keyStore} for mutual TLS, or the context that the application passed to
 * {@code SSLContext.setDefault}. The certificate must match the host.
 *
 * <p>The default context is created once for the whole JVM, and if that fails, it fails for the
 * application too. Therefore, if memory is short and the default context is not known to exist, a
 * separate context without the key store is used.
 */
final class TlsSockets {
  private static final int LARGEST_DIRECT_BUFFER = 16 * 1024;

  private final MemoryPressure scarcity;
  private boolean defaultExists;

  TlsSockets(MemoryPressure scarcity) {
    this.scarcity = scarcity;
  }

  /**
   * Throws if there is no direct memory, which the JDK needs to read its cryptography files. If the
   * JDK itself failed there, the whole JVM would lose cryptography for good.
   */
  private static void requireDirectMemory() {
    ByteBuffer.allocateDirect(LARGEST_DIRECT_BUFFER);
  }

  /** Performs the handshake over the socket, which is closed together with the returned one. */
  Socket over(Socket plain, String host, int port) throws IOException {
    try {
      SSLSocket socket = (SSLSocket)
          context().getSocketFactory().createSocket(plain, withoutDot(host), port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /**
   * Removes the dot of an absolute name, which resolvers need and certificates do not contain: the
   * JDK refuses such a name.
   */
  private static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private SSLContext context() throws GeneralSecurityException {
    if (!defaultExists) {
      requireDirectMemory();
    }
    if (!defaultExists && scarcity.isMemoryShort()) {
      SSLContext own = SSLContext.getInstance("TLS");
      own.init(null, null, null);
      return own;
    }
    SSLContext context = SSLContext.getDefault();
    defaultExists = true;
    return context;
  }
}
