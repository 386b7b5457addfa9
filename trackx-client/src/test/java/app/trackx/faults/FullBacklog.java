package app.trackx.faults;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A port whose queue of connections is full and that nobody accepts from: as far as a client can
 * tell, its packets vanish.
 */
public final class FullBacklog implements AutoCloseable {
  private static final int MOST = 64;
  private static final int UNTIL_FULL_MILLIS = 300;

  private final ServerSocket listener = new ServerSocket();
  private final List<Socket> queued = new ArrayList<>();

  private FullBacklog() throws IOException {}

  public static FullBacklog at(int port) throws IOException {
    FullBacklog backlog = new FullBacklog();
    FaultyServer.bind(backlog.listener, port, 1);
    backlog.fill();
    return backlog;
  }

  private void fill() throws IOException {
    for (int i = 0; i < MOST; i++) {
      Socket socket = new Socket();
      queued.add(socket);
      try {
        socket.connect(listener.getLocalSocketAddress(), UNTIL_FULL_MILLIS);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
    Assumptions.abort("this platform's queue of connections does not get full");
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queued) {
      socket.close();
    }
    listener.close();
  }
}
