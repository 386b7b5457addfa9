package app.trackx.internal.http;

import app.trackx.internal.jvm.MemoryPressure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A factory of connections to a server: direct, through an http proxy, through a tunnel for https,
 * or through SOCKS. It tries each proxy and each address of a host, with equal shares of the
 * remaining time. One thread at a time.
 *
 * <p>Classes that a first request over plain http does not need are loaded only when they are
 * needed.
 */
final class Connector {
  private static final int PROXY_LOGIN = 407;

  private final ThreadFactory threads;
  private final MemoryPressure scarcity;
  private final ForeignCalls foreign;
  private final Proxies proxies;
  private @Nullable TlsSockets tls;
  private @Nullable Watchdog watchdog;

  /**
   * The address that was reachable last, so that a host's unreachable address is not tried first
   * each time.
   */
  private @Nullable InetAddress answered;

  Connector(ThreadFactory threads, MemoryPressure scarcity) {
    this.foreign = new ForeignCalls(threads);
    this.proxies = new Proxies(foreign, new ForeignCalls(threads));
    this.threads = threads;
    this.scarcity = scarcity;
  }

  /** Called when no connection is needed soon. */
  void idle() {
    Watchdog running = watchdog;
    if (running != null) {
      running.end();
    }
  }

  /** Returns the watchdog for writes that may block. */
  Watchdog watchdog() {
    Watchdog ready = watchdog;
    if (ready == null) {
      ready = new Watchdog(threads);
      watchdog = ready;
    }
    return ready;
  }

  private TlsSockets tls() {
    TlsSockets ready = tls;
    if (ready == null) {
      ready = new TlsSockets(scarcity);
      tls = ready;
    }
    return ready;
  }

  /** Opens a connection to the target. */
  HttpConnection connect(Target target, Deadline deadline) throws IOException {
    List<Proxy> routes = proxies.of(target, deadline);
    IOException failure = null;
    for (int i = 0; i < routes.size(); i++) {
      long share = deadline.millisLeft() / (routes.size() - i);
      try {
        return connect(routes.get(i), target, deadline, share);
      } catch (ProxyRefusedException answer) {
        throw answer;
      } catch (IOException unreachable) {
        failure = unreachable;
      }
    }
    throw failure == null ? new IOException("neither a proxy nor a direct connection") : failure;
  }

  private HttpConnection connect(Proxy route, Target target, Deadline deadline, long millis)
      throws IOException {
    if (route.type() == Proxy.Type.DIRECT) {
      return over(null, target, open(target.host, target.port, deadline, millis));
    }
    if (route.type() == Proxy.Type.SOCKS) {
      return over(null, target, socks(route, target, deadline, millis));
    }
    HttpProxy proxy = proxies.at((InetSocketAddress) route.address());
    return target.tls
        ? tunnel(proxy, target, deadline, millis)
        : over(proxy, target, open(proxy, target, deadline, millis));
  }

  private @Nullable BoundedSocket socks(Proxy route, Target target, Deadline deadline, long millis)
      throws IOException {
    try {
      return foreign.call(new Socks(route, target, deadline, millis), deadline.atMost(millis));
    } catch (IOException down) {
      proxies.failed(route.address(), target, down, deadline);
      throw down;
    }
  }

  private HttpConnection over(
      @Nullable HttpProxy proxy, Target target, @Nullable BoundedSocket plain) throws IOException {
    if (plain == null) {
      throw new IOException("no socket");
    }
    try {
      Socket socket = target.tls ? tls().over(plain, target.host, target.port) : plain;
      return new HttpConnection(target, proxy, plain, socket, this);
    } catch (IOException | RuntimeException | Error failed) {
      plain.close();
      throw failed;
    }
  }

  private BoundedSocket open(HttpProxy proxy, Target target, Deadline deadline, long millis)
      throws IOException {
    try {
      return open(proxy.address(), deadline, millis);
    } catch (IOException down) {
      proxies.failed(proxy.address(), target, down, deadline);
      throw down;
    }
  }

  private BoundedSocket open(InetSocketAddress address, Deadline deadline, long millis)
      throws IOException {
    InetAddress resolved = address.getAddress();
    return resolved == null
        ? open(address.getHostString(), address.getPort(), deadline, millis)
        : open(new InetAddress[] {resolved}, address.getPort(), deadline, millis);
  }

  private BoundedSocket open(String host, int port, Deadline deadline, long millis)
      throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    preferLast(addresses);
    return open(addresses, port, deadline, millis);
  }

  /** Connects to the first reachable address. */
  private BoundedSocket open(InetAddress[] addresses, int port, Deadline deadline, long millis)
      throws IOException {
    Deadline own = deadline.atMost(millis);
    IOException failure = null;
    for (int i = 0; i < addresses.length; i++) {
      BoundedSocket socket = new BoundedSocket(Proxy.NO_PROXY, deadline);
      try {
        InetSocketAddress address = new InetSocketAddress(addresses[i], port);
        socket.open(address, own.millisLeft() / (addresses.length - i));
        answered = addresses[i];
        return socket;
      } catch (IOException | RuntimeException | Error e) {
        socket.close();
        if (!(e instanceof IOException)) {
          throw e;
        }
        failure = (IOException) e;
      }
    }
    throw failure == null ? new IOException("no address") : failure;
  }

  private void preferLast(InetAddress[] addresses) {
    for (int i = 1; i < addresses.length; i++) {
      if (addresses[i].equals(answered)) {
        InetAddress first = addresses[0];
        addresses[0] = addresses[i];
        addresses[i] = first;
      }
    }
  }

  /** Opens a connection through a proxy that cannot read it (RFC 9110, 9.3.6). */
  private HttpConnection tunnel(HttpProxy proxy, Target target, Deadline deadline, long millis)
      throws IOException {
    ProxyRefusedException refusal = null;
    for (int i = 0; i < 2; i++) { // without a login, then with one
      BoundedSocket plain = open(proxy, target, deadline, millis);
      HttpResponse answer;
      try {
        answer = askForTunnel(plain, proxy, target);
      } catch (IOException | RuntimeException | Error failed) {
        plain.close();
        throw failed;
      }
      if (answer.status() / 100 == 2) {
        return over(null, target, plain);
      }
      plain.close();
      refusal = new ProxyRefusedException(answer);
      if (answer.status() != PROXY_LOGIN) {
        throw refusal;
      }
      if (i > 0) {
        proxy.refuseNewLogin();
      } else if (!proxy.askForLogin(answer, target, deadline)) {
        throw refusal;
      }
    }
    throw refusal == null ? new IOException("no tunnel") : refusal;
  }

  private static HttpResponse askForTunnel(BoundedSocket plain, HttpProxy proxy, Target target)
      throws IOException {
    String name = target.hostAndPort();
    String login = proxy.login();
    String head = "CONNECT " + name + " HTTP/1.1\r\nHost: " + name + "\r\n"
        + (login == null ? "" : "Proxy-Authorization: " + login + "\r\n") + "\r\n";
    OutputStream out = plain.getOutputStream();
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    ResponseReader reader = new ResponseReader(plain.getInputStream());
    reader.readHead();
    return new HttpResponse(reader.status(), reader.head(), "", proxy.name());
  }

  /**
   * A connection through SOCKS, for which the JDK calls the authenticator itself and waits for it.
   */
  private static final class Socks implements Callable<BoundedSocket> {
    private final Proxy proxy;
    private final Target target;
    private final Deadline deadline;
    private final long millis;

    Socks(Proxy proxy, Target target, Deadline deadline, long millis) {
      this.proxy = resolved(proxy);
      this.target = target;
      this.deadline = deadline;
      this.millis = millis;
    }

    private static Proxy resolved(Proxy proxy) {
      SocketAddress address = proxy.address();
      if (address instanceof InetSocketAddress && ((InetSocketAddress) address).isUnresolved()) {
        InetSocketAddress unresolved = (InetSocketAddress) address;
        return new Proxy(
            Proxy.Type.SOCKS,
            new InetSocketAddress(unresolved.getHostString(), unresolved.getPort()));
      }
      return proxy;
    }

    @Override
    public BoundedSocket call() throws IOException {
      BoundedSocket socket = new BoundedSocket(proxy, deadline);
      try {
        // the proxy resolves the name
        socket.open(InetSocketAddress.createUnresolved(target.host, target.port), millis);
        return socket;
      } catch (IOException | RuntimeException | Error failed) {
        socket.close();
        throw failed;
      }
    }
  }
}
