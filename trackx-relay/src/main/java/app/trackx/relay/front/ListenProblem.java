package app.trackx.relay.front;

import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

/** Explains why the relay cannot listen on an address, and what to do. */
public final class ListenProblem {
  private ListenProblem() {}

  /** Returns sentences for people. The causes are told apart by the words of the operating system, if they are English. */
  public static String inWords(InetSocketAddress address, Throwable failure) {
    String host = address.getHostString();
    int port = address.getPort();
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String words = String.valueOf(root.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("in use")) {
      return "Another program listens on port " + port
          + ". Stop it, or name another port with --listen.";
    }
    if (words.contains("permission denied")) {
      return "The system does not allow this user to listen on port " + port
          + ". Name a port above 1023 with --listen.";
    }
    if (root instanceof UnresolvedAddressException
        || words.contains("cannot assign")
        || words.contains("unresolved")) {
      return "This machine has no address " + host
          + ". Check the host in --listen, or leave it out to listen on all addresses.";
    }
    return "The relay cannot listen on " + host + ':' + port + " (" + root
        + "). Name another address with --listen.";
  }
}
