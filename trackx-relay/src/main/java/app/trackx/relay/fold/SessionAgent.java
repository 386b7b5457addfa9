package app.trackx.relay.fold;

import app.trackx.internal.session.VisitorToken;
import app.trackx.relay.intake.Received;

/**
 * The {@code User-Agent} header for the server. It keeps the sessions of the relay's clients apart, which all have the
 * relay's address: the server identifies a session by origin, address and this header.
 *
 * <p>A header with a visitor's token stays as it is. To any other the token of the source is added in the same form, which the
 * server's parser takes for no browser and no operating system.
 */
public final class SessionAgent {
  private static final String MARK = " visitor/";
  private static final int SUFFIX = MARK.length() + VisitorToken.LENGTH;

  /** The server's limit; see the contract of trackx-api 0.41. */
  private static final int LONGEST = 500;

  private SessionAgent() {}

  /** Returns the header for the server; at most 500 characters. */
  public static String of(Received request) {
    String agent = request.userAgent();
    if (!agent.equals(withoutToken(agent))) {
      return agent;
    }
    int room = LONGEST - SUFFIX;
    return (agent.length() > room ? agent.substring(0, room) : agent) + MARK + request.source();
  }

  /** Returns a received header without the visitor's token at its end, if it has one. */
  public static String withoutToken(String agent) {
    int at = agent.length() - SUFFIX;
    boolean has = at > 0
        && agent.startsWith(MARK, at)
        && VisitorToken.checked(agent.substring(at + MARK.length())) != null;
    return has ? agent.substring(0, at) : agent;
  }
}
