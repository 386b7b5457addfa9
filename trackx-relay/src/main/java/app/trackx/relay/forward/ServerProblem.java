package app.trackx.relay.forward;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Explains why the server did not answer, and what to do. */
public final class ServerProblem {
  private ServerProblem() {}

  /**
   * Returns sentences for people.
   *
   * @param server the server's URL
   * @param timeout the longest that the request was allowed to take
   */
  public static String inWords(String server, Duration timeout, IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "The host name in " + server + " is unknown to DNS. Check it for typing errors.";
      }
      if (cause instanceof SSLException) {
        return "TLS with " + server + " failed (" + cause.getMessage()
            + "). Check its certificate, and that the relay's Java trusts who issued it.";
      }
      if (cause instanceof ConnectException) {
        return "Nothing listens at " + server
            + ". Check host and port, and whether a firewall is between.";
      }
      if (cause instanceof InterruptedIOException) {
        return "The server at " + server + " did not answer within " + timeout.toSeconds()
            + " s. Check whether a firewall is between.";
      }
    }
    return "The server at " + server + " cannot be reached (" + failure + ").";
  }
}
