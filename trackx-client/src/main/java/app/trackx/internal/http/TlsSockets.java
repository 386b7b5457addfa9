package app.trackx.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS over a connected socket, with the JVM's default context: its trust store, {@code
 * javax.net.ssl.keyStore} for mutual TLS, or whatever the application gave to {@code
 * SSLContext.setDefault}. The certificate has to name the host.
 *
 * <p>The default context is made once for the whole JVM, and if that fails, it has failed for the
 * application too. So where memory is short, and it is not known to exist, a context of our own takes
 * its place, which does without the key store.
 */
final class TlsSockets {
  private static final int LARGEST_DIRECT_BUFFER = 16 * 1024;

  private final MemoryPressure scarcity;
  private boolean defaultExists;

  TlsSockets(MemoryPressure scarcity) {
    this.scarcity = scarcity;
  }

  /**
   * Fails where there is no direct memory, through which the JDK reads the files of its cryptography.
   * If that fails for want of memory, the whole JVM is without cryptography for good.
   */
  private static void requireDirectMemory() {
    ByteBuffer.allocateDirect(LARGEST_DIRECT_BUFFER);
  }

  /** Shakes hands over the socket, which is closed with the one that is returned. */
  Socket over(Socket plain, String host, int port) throws IOException {
    try {
      SSLSocket socket =
          (SSLSocket) context().getSocketFactory().createSocket(plain, host, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
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
