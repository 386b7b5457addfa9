package app.trackx.internal.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for HTTP and the login for it, which the JVM's {@code java.net.Authenticator} is asked for
 * when the proxy wants one. Of the schemes Basic alone.
 */
final class HttpProxy {
  private final InetSocketAddress address;
  private final ForeignCalls foreign;
  private @Nullable String login;

  HttpProxy(InetSocketAddress address, ForeignCalls foreign) {
    this.address = address;
    this.foreign = foreign;
  }

  /** {@code host:port}, as it was set. */
  String name() {
    return address.getHostString() + ":" + address.getPort();
  }

  InetSocketAddress address() {
    return address;
  }

  /** The value of {@code Proxy-Authorization}; null for none. */
  @Nullable
  String login() {
    return login;
  }

  /**
   * Asks the authenticator for a login, or for another one if the proxy wants none of the last.
   *
   * @return whether there is one that was not tried yet
   */
  boolean askForLogin(HttpResponse refusal, Target target, Deadline deadline) throws IOException {
    String challenge = refusal.header("Proxy-Authenticate");
    if (challenge == null || !challenge.toLowerCase(Locale.ROOT).startsWith("basic")) {
      return false;
    }
    PasswordAuthentication answer =
        foreign.call(new Question(address, target, realm(challenge)), deadline);
    String before = login;
    login = answer == null ? null : basic(answer, challenge);
    return login != null && !login.equals(before);
  }

  private static String basic(PasswordAuthentication answer, String challenge) {
    String userAndPassword = answer.getUserName() + ":" + new String(answer.getPassword());
    boolean utf8 = challenge.toLowerCase(Locale.ROOT).contains("utf-8");
    Charset charset = utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(charset));
  }

  /** The text in {@code Basic realm="text"}. */
  private static String realm(String challenge) {
    int start = challenge.toLowerCase(Locale.ROOT).indexOf("realm=\"");
    int end = start < 0 ? -1 : challenge.indexOf('"', start + 7);
    return end < 0 ? "" : challenge.substring(start + 7, end);
  }

  private static final class Question implements Callable<@Nullable PasswordAuthentication> {
    private final InetSocketAddress proxy;
    private final Target target;
    private final String realm;

    Question(InetSocketAddress proxy, Target target, String realm) {
      this.proxy = proxy;
      this.target = target;
      this.realm = realm;
    }

    @Override
    public @Nullable PasswordAuthentication call() throws IOException {
      String protocol = target.tls ? "https" : "http";
      return Authenticator.requestPasswordAuthentication(
          proxy.getHostString(),
          proxy.getAddress(),
          proxy.getPort(),
          protocol,
          realm,
          "Basic",
          new URL(protocol + "://" + target.authority + "/"), // not the key's path
          Authenticator.RequestorType.PROXY);
    }
  }
}
