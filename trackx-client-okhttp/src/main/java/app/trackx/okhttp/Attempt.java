package app.trackx.okhttp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.SocketException;
import okhttp3.Connection;
import org.jspecify.annotations.Nullable;

/** The state of a call's connection, recorded by {@link ConnectionWatch}. */
final class Attempt {
  // volatile: an application interceptor may call proceed() on another thread
  private volatile boolean waiting;
  private volatile boolean reused;
  private volatile int status;
  private volatile @Nullable String proxy;

  /** Records that the request is about to be written. */
  void starts(Connection connection, boolean wasUsedBefore) {
    status = 0;
    reused = wasUsedBefore;
    Proxy route = connection.route().proxy();
    proxy = route.type() == Proxy.Type.HTTP ? ProxyFailure.name(route) : null;
    waiting = true;
  }

  /** Records that the head of a response was read. */
  void answered(int code) {
    waiting = false;
    status = code;
  }

  boolean isReused() {
    return reused;
  }

  /** Returns the HTTP proxy of the connection as {@code host:port}; null if there is none. */
  @Nullable
  String proxy() {
    return proxy;
  }

  /**
   * Returns whether the server or a proxy refused the request unread, so that repeating it cannot
   * store a second event.
   */
  boolean needsCredentials() {
    return status == 401 || status == 407;
  }

  /**
   * Returns whether the connection was closed after the request started and before any byte of a
   * response arrived. A reset counts: a server causes one when it closes without reading the whole
   * body.
   */
  boolean wasClosedWithoutAnswer(IOException failure) {
    if (isRefusedStream(failure)) {
      return true;
    }
    return waiting
        && !(failure instanceof InterruptedIOException)
        && (isReset(failure) || isEndWithoutAByte(failure));
  }

  /** Recognizes the same over HTTP/2; the exception's class is internal to OkHttp. */
  private static boolean isRefusedStream(IOException failure) {
    return "stream was reset: PROTOCOL_ERROR".equals(failure.getMessage());
  }

  private static boolean isReset(IOException failure) {
    Throwable reset = failure instanceof SocketException ? failure : failure.getCause();
    return reset instanceof SocketException && !(reset instanceof ConnectException);
  }

  /**
   * Recognizes the cause that OkHttp reports when the stream ends in or before the head of a
   * response. Only Okio's message tells whether a byte had arrived. (An end after a complete line
   * of the head looks the same; that is rare, and the event is kept.) If that message ever changes,
   * this is an ordinary failure, which the client retries with backoff.
   */
  private static boolean isEndWithoutAByte(IOException failure) {
    Throwable cause = failure.getCause();
    String message = cause instanceof EOFException ? cause.getMessage() : null;
    return message != null && message.contains("not found: limit=0 ");
  }
}
