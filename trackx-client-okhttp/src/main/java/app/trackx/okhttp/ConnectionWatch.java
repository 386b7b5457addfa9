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
 * A network interceptor that tells each {@link Attempt} its connection and whether an earlier
 * attempt used it.
 *
 * <p>OkHttp exposes connections only to network interceptors and event listeners, and the listener
 * belongs to the application. The connections come from the transport's own pool, so a connection
 * not seen here before is new.
 */
final class ConnectionWatch implements Interceptor {
  private final Set<Connection> used = Collections.synchronizedSet(
      Collections.newSetFromMap(new WeakHashMap<Connection, Boolean>()));

  @Override
  public Response intercept(Chain chain) throws IOException {
    Attempt attempt = chain.request().tag(Attempt.class);
    Connection connection = chain.connection();
    if (attempt == null || connection == null) {
      return chain.proceed(chain.request()); // an application interceptor built a new request
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
   * Disables Nagle's algorithm, which OkHttp leaves enabled: head and body are written separately,
   * and the body would wait 40 ms for the server's delayed ACK.
   */
  private static void sendAtOnce(Connection connection) {
    try {
      connection.socket().setTcpNoDelay(true);
    } catch (SocketException closedOrUnsupported) {
      // the request is then slower, or fails when it is written
    }
  }
}
