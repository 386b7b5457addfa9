package app.trackx.internal.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URL;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy and its login, which comes from the JVM's {@code java.net.Authenticator} when the
 * proxy requires one. Supports only the scheme Basic.
 *
 * <p>A login that the proxy has refused is never sent again, since a few wrong ones may lock a
 * user's account. An authenticator without another login may be a dialog, so it is not asked again
 * for a minute.
 */
final class HttpProxy {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final InetSocketAddress address;
  private final ForeignCalls foreign;
  private @Nullable String login;
  private @Nullable String refused;
  private boolean hasNoOther;
  private long askedAt;

  HttpProxy(InetSocketAddress address, ForeignCalls foreign) {
    this.address = address;
    this.foreign = foreign;
  }

  /** Returns {@code host:port}, as configured. */
  String name() {
    return address.getHostString() + ":" + address.getPort();
  }

  InetSocketAddress address() {
    return address;
  }

  /** Returns the value of {@code Proxy-Authorization}; null for none. */
  @Nullable
  String login() {
    return login;
  }

  /**
   * Asks the authenticator for a login, or for another one if the proxy refused the last.
   *
   * @return whether there is one that was not refused yet
   */
  boolean askForLogin(HttpResponse refusal, Target target, Deadline deadline) {
    refuseLogin();
    BasicChallenge challenge = BasicChallenge.in(refusal.headers("Proxy-Authenticate"));
    if (challenge == null || (hasNoOther && System.nanoTime() - askedAt < PAUSE_NANOS)) {
      return false;
    }
    String answer = ask(challenge, target, deadline);
    login = answer == null || answer.equals(refused) ? null : answer;
    hasNoOther = login == null;
    askedAt = System.nanoTime();
    return login != null;
  }

  /** Records that the proxy refused the login that the authenticator has just returned. */
  void refuseNewLogin() {
    refuseLogin();
    hasNoOther = true;
  }

  private void refuseLogin() {
    refused = login == null ? refused : login;
    login = null;
  }

  private @Nullable String ask(BasicChallenge challenge, Target target, Deadline deadline) {
    try {
      PasswordAuthentication answer =
          foreign.ask(new Question(address, target, challenge.realm()), deadline);
      return answer == null ? null : challenge.login(answer);
    } catch (IOException noAnswer) {
      return null; // the proxy's refusal is more informative
    }
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
          new URL(protocol + "://" + target.authority + "/"), // the path contains the key
          Authenticator.RequestorType.PROXY);
    }
  }
}
