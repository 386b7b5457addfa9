package app.trackx.internal.http;

import java.net.PasswordAuthentication;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's request for user and password in the scheme Basic (RFC 7617). Proxies list several
 * schemes, often Negotiate and NTLM first, in one header or in several.
 */
final class BasicChallenge {
  private final String header;
  private int next;
  private boolean found;
  private String realm = "";
  private Charset charset = StandardCharsets.ISO_8859_1;

  private BasicChallenge(String header) {
    this.header = header;
  }

  /** Returns the first one in the values of {@code Proxy-Authenticate}; null if there is none. */
  static @Nullable BasicChallenge in(@Nullable String header) {
    if (header == null) {
      return null;
    }
    BasicChallenge challenge = new BasicChallenge(header);
    challenge.parse();
    return challenge.found ? challenge : null;
  }

  String realm() {
    return realm;
  }

  /** Returns the value of {@code Proxy-Authorization}. */
  String login(PasswordAuthentication login) {
    String userAndPassword = login.getUserName() + ":" + new String(login.getPassword());
    return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(charset));
  }

  private void parse() {
    while (next < header.length()) {
      skip(" \t,");
      String token = token();
      skip(" \t");
      if (next < header.length() && header.charAt(next) == '=') {
        next++;
        parameter(token, value());
      } else if (found) {
        return; // the next scheme starts
      } else {
        found = token.equalsIgnoreCase("Basic");
        skipIfNoToken(token);
      }
    }
  }

  private void parameter(String name, String value) {
    if (found && name.equalsIgnoreCase("realm")) {
      realm = value;
    } else if (found && name.equalsIgnoreCase("charset") && value.equalsIgnoreCase("UTF-8")) {
      charset = StandardCharsets.UTF_8;
    }
  }

  private String value() {
    skip(" \t");
    return next < header.length() && header.charAt(next) == '"' ? quoted() : token();
  }

  private String quoted() {
    StringBuilder text = new StringBuilder();
    for (next++; next < header.length() && header.charAt(next) != '"'; next++) {
      if (header.charAt(next) == '\\' && next + 1 < header.length()) {
        next++;
      }
      text.append(header.charAt(next));
    }
    next++;
    return text.toString();
  }

  private String token() {
    int start = next;
    while (next < header.length() && " \t,=\"".indexOf(header.charAt(next)) < 0) {
      next++;
    }
    return header.substring(start, next);
  }

  private void skip(String characters) {
    while (next < header.length() && characters.indexOf(header.charAt(next)) >= 0) {
      next++;
    }
  }

  private void skipIfNoToken(String token) {
    if (token.isEmpty()) {
      next++;
    }
  }
}
