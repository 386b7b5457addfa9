package app.trackx.okhttp;

import java.io.IOException;
import java.net.SocketException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Tells each {@link Attempt} which connection it got and whether an earlier one had used it.
 *
 * <p>OkHttp shows a connection to its network interceptors and to event listeners, and the listener
 * is the application's. The connections are those of the transport's own pool, so what was not seen
 * here is new.
 */
final class ConnectionWatch implements Interceptor {
  private final Set<Connection> used = Collections.synchronizedSet(
      Collections.newSetFromMap(new WeakHashMap<Connection, Boolean>()));

  @Override
  public Response intercept(Chain chain) throws IOException {
    Attempt attempt = chain.request().tag(Attempt.class);
    Connection connection = chain.connection();
    if (attempt == null || connection == null) {
      return chain.proceed(chain.request()); // an interceptor of the application made a new request
    }
    boolean isNew = used.add(connection);
    if (isNew) {
      sendAtOnce(connection);
    }
    attempt.starts(connection, !isNew);
    Response response = chain.proceed(chain.request());
    attempt.answered(response.code());
    return response;
  }

  /**
   * Turns off Nagle's algorithm, which OkHttp leaves on: head and body leave in two writes, and the
   * second would wait for the server's delayed ACK, 40 ms later.
   */
  private static void sendAtOnce(Connection connection) {
    try {
      connection.socket().setTcpNoDelay(true);
    } catch (SocketException closedOrUnsupported) {
      // then it is slower, or fails when it is written to
    }
  }
}
