package app.trackx.okhttp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.SocketException;
import okhttp3.Connection;
import org.jspecify.annotations.Nullable;

/** One call: the state of its connection, as {@link ConnectionWatch} saw it. */
final class Attempt {
  // volatile: an interceptor of the application may pass the request on from another thread
  private volatile boolean waiting;
  private volatile boolean reused;
  private volatile int status;
  private volatile @Nullable String proxy;

  /** The request is about to be written. */
  void starts(Connection connection, boolean wasUsedBefore) {
    status = 0;
    reused = wasUsedBefore;
    Proxy route = connection.route().proxy();
    proxy = route.type() == Proxy.Type.HTTP ? ProxyFailure.name(route) : null;
    waiting = true;
  }

  /** The head of an answer was read. */
  void answered(int code) {
    waiting = false;
    status = code;
  }

  boolean isReused() {
    return reused;
  }

  /** The HTTP proxy of the connection as host and port; null if there is none. */
  @Nullable
  String proxy() {
    return proxy;
  }

  /** The server or a proxy refused the request unread, so repeating it stores no second event. */
  boolean needsCredentials() {
    return status == 401 || status == 407;
  }

  /**
   * Whether the connection was closed after the request began and before a byte of an answer
   * arrived. A reset counts: a server that closes without reading the whole body causes one.
   */
  boolean wasClosedWithoutAnswer(IOException failure) {
    if (isRefusedStream(failure)) {
      return true;
    }
    return waiting
        && !(failure instanceof InterruptedIOException)
        && (isReset(failure) || isEndWithoutAByte(failure));
  }

  /** How the same looks over HTTP/2; the exception's class is internal to OkHttp. */
  private static boolean isRefusedStream(IOException failure) {
    return "stream was reset: PROTOCOL_ERROR".equals(failure.getMessage());
  }

  private static boolean isReset(IOException failure) {
    Throwable reset = failure instanceof SocketException ? failure : failure.getCause();
    return reset instanceof SocketException && !(reset instanceof ConnectException);
  }

  /**
   * OkHttp reports an end of stream in or before the head of an answer with this cause, of which
   * Okio's message is all that tells whether a byte had arrived. (An end after a whole line of the
   * head looks the same; that is rare, and the event is kept.) Should that message ever change, the
   * failure is an ordinary one, which the client retries with backoff.
   */
  private static boolean isEndWithoutAByte(IOException failure) {
    Throwable cause = failure.getCause();
    String message = cause instanceof EOFException ? cause.getMessage() : null;
    return message != null && message.contains("not found: limit=0 ");
  }
}
