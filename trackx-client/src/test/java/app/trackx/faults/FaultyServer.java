package app.trackx.faults;

import app.trackx.testing.Waiting;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ServerSocketFactory;

/**
 * A server on loopback that does to each request what a test says, can be killed and started again
 * on the same port, and remembers every request that it read in full.
 */
public final class FaultyServer implements AutoCloseable {
  private static final String KEY = "1dhvjg9b2y7";

  private final ServerSocketFactory sockets;
  private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final int port;
  private volatile Fault always = Faults.answer(200);
  private volatile ServerSocket listener;
  private volatile Thread acceptor;

  private FaultyServer(ServerSocketFactory sockets) throws IOException {
    this.sockets = sockets;
    this.port = listen(0);
  }

  /** A server that takes everything, until it is told otherwise. */
  public static FaultyServer start() throws IOException {
    return start(ServerSocketFactory.getDefault());
  }

  /** The same, over TLS for example. */
  public static FaultyServer start(ServerSocketFactory sockets) throws IOException {
    return new FaultyServer(sockets);
  }

  /** What to do to the next requests, one each, before what is done always. */
  public FaultyServer then(Fault... faults) {
    next.addAll(List.of(faults));
    return this;
  }

  /** What to do to each request for which nothing else is said. */
  public FaultyServer always(Fault fault) {
    always = fault;
    return this;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port + "/v1/" + KEY;
  }

  /** An endpoint with another scheme or host. */
  public String endpoint(String schemeAndHost) {
    return schemeAndHost + ":" + port + "/v1/" + KEY;
  }

  public int port() {
    return port;
  }

  /** How many connections were accepted. */
  public int connections() {
    return connections.get();
  }

  /** The requests that were read in full, in their order. */
  public List<Exchange> exchanges() {
    return exchanges;
  }

  /** Those of a verdict. */
  public List<Exchange> exchanges(Exchange.Verdict verdict) {
    return exchanges.stream()
        .filter(exchange -> exchange.verdict() == verdict)
        .collect(Collectors.toList());
  }

  /** Markers of the events that the server said it took. */
  public List<String> taken() {
    return exchanges(Exchange.Verdict.TAKEN).stream()
        .filter(Exchange::isEvent)
        .map(Exchange::marker)
        .collect(Collectors.toList());
  }

  /** Markers of events that were read and got no answer: they may have been stored, or not. */
  public Set<String> undecided() {
    return exchanges(Exchange.Verdict.UNANSWERED).stream()
        .map(Exchange::marker)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Waits until so many requests were read in full. */
  public void awaitExchanges(int count) {
    Waiting.until(count + " requests", () -> exchanges.size() >= count);
  }

  /** Goes down at once, as a killed process does: open connections are reset, new ones refused. */
  public void kill() throws IOException {
    listener.close();
    Waiting.forEndOf(acceptor); // until then the port is taken, and connections are made
    for (Socket connection : open) {
      reset(connection);
    }
  }

  /** Comes back on the same port. */
  public void restart() throws IOException {
    listen(port);
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    kill();
  }

  void read(Exchange exchange) {
    exchanges.add(exchange);
  }

  void pause(long time, TimeUnit unit) throws InterruptedException {
    if (closed.await(time, unit)) {
      throw new InterruptedException("closed");
    }
  }

  static void reset(Socket socket) throws IOException {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException closedMeanwhile) {
      // by its own thread
    }
    socket.close();
  }

  private int listen(int wanted) throws IOException {
    ServerSocket socket = sockets.createServerSocket();
    bind(socket, wanted, 250);
    listener = socket;
    acceptor = daemon(() -> accept(socket));
    return socket.getLocalPort();
  }

  /** Takes the port, once whoever else on this machine may have it by chance gives it up. */
  static void bind(ServerSocket socket, int port, int backlog) throws SocketException {
    socket.setReuseAddress(true);
    Waiting.until("the port " + port, () -> {
      try {
        socket.bind(new InetSocketAddress("127.0.0.1", port), backlog);
        return true;
      } catch (BindException taken) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        open.add(connection);
        if (socket.isClosed()) { // killed between the two lines above
          reset(connection);
        }
        daemon(() -> serve(connection));
      }
    } catch (IOException e) {
      // killed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      Exchange exchange;
      do {
        in.mark(1);
        if (in.read() < 0) {
          return;
        }
        in.reset();
        exchange = new Exchange(this, connection, in);
      } while (fault().strike(exchange));
    } catch (IOException | InterruptedException e) {
      // the client gave up, or the server was killed
    } finally {
      open.remove(connection);
    }
  }

  private Fault fault() {
    Fault first = next.poll();
    return first == null ? always : first;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "faulty-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** An endpoint where nothing listens. */
  public static String deadEndpoint() {
    try (FaultyServer gone = start()) {
      return gone.endpoint();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
