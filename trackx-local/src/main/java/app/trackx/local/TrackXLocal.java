package app.trackx.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A TrackX-compatible server for a developer's machine and for tests.
 *
 * <pre>{@code
 * try (TrackXLocal server = TrackXLocal.start()) {
 *   runTheApplication(server.endpoint());
 *   server.awaitEvents(1, Duration.ofSeconds(5));
 *   Issue issue = server.issues().get(0);
 * }
 * }</pre>
 *
 * <p>It answers {@code /v1/<key>/event}, {@code /v1/<key>/ping} and {@code /health} with the
 * statuses and texts of the real server, as observed on trackx-api 0.41; at {@code /} it has a page
 * to look at, whose files and data ({@code /api/}) are its own; and everything else is 404. It stores an event before it answers, so an event is there when the client's call returns;
 * the real server answers first. There is no rate limit: the real one stands in front of the
 * server.
 *
 * <p>It listens on {@code 127.0.0.1} only, unless {@linkplain Builder#host told otherwise}, and
 * keeps everything in memory and evicts the oldest: 10 000 events or 64 MiB of them, or an eighth of the
 * heap if that is less, as many issues (those seen longest ago first), 100 000 sessions. The counters of an issue go on
 * counting what is no longer kept. It writes no log; to disk only if {@linkplain
 * Builder#dataDirectory told to}.
 *
 * <p>Safe for use by any thread. Its own threads are daemons whose names begin with {@code
 * trackx-local-}: a program that does not close it still ends. Sixteen requests are worked on at a
 * time, and sixteen pages are kept up to date. A client that stalls in the middle of one is cut off after about ten seconds, and so may be
 * one that had to wait for it that long.
 *
 * <p>Starting a server sets two system properties of the JDK's HTTP server unless they are set:
 * {@code sun.net.httpserver.nodelay} to {@code true} and {@code sun.net.httpserver.maxReqTime} to
 * {@code 10}. The JDK reads them once: if the program has used that server before, they have no
 * effect, and requests on a kept connection may take 40 ms.
 */
public final class TrackXLocal implements AutoCloseable {
  private final Store store;
  private final HttpFront front;
  private final @Nullable DataDirectory data;
  private final @Nullable String host;
  private final String key;

  private TrackXLocal(
      Store store,
      HttpFront front,
      @Nullable DataDirectory data,
      @Nullable String host,
      String key) {
    this.store = store;
    this.front = front;
    this.data = data;
    this.host = host;
    this.key = key;
  }

  /**
   * Starts a server on a free port, with one project that has a random key and allows any origin.
   *
   * @return the server, already listening
   * @throws UncheckedIOException if no port can be had
   */
  public static TrackXLocal start() {
    return builder().start();
  }

  /**
   * Prepares a server with a fixed port or fixed projects.
   *
   * @return a new builder with the defaults of {@link #start()}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What to set a client up with. It contains the key of the first project, which is a write
   * credential of this server and worth nothing elsewhere.
   *
   * @return {@code http://127.0.0.1:<port>/v1/<key>}, without a slash at the end; with the host
   *     that was {@linkplain Builder#host set}, if one was
   */
  public String endpoint() {
    return address() + "/v1/" + key;
  }

  /**
   * Where a person sees what was received: issues, events, and what in them looks like personal
   * data. The page works offline and only reads. A browser shows it to the user of this machine;
   * other web sites cannot read it.
   *
   * @return {@code http://127.0.0.1:<port>/}, with the host that was {@linkplain Builder#host set},
   *     if one was
   */
  public String page() {
    return address() + "/";
  }

  private String address() {
    return "http://" + (host == null ? "127.0.0.1" : host) + ':' + port();
  }

  /**
   * The port that the server listens on, or listened on before it was closed.
   *
   * @return 1 to 65535
   */
  public int port() {
    return front.port();
  }

  /**
   * The issues of all projects, the one seen last in front.
   *
   * @return an unmodifiable snapshot; empty if there is none; readable after {@link #close()}
   */
  public List<Issue> issues() {
    return store.issues();
  }

  /**
   * The events of all projects, in the order in which they were received. One that was accepted
   * with a fraction in {@code type}, or that is too large to store, is not among them: the real
   * server loses those too, as observed on trackx-api 0.41.
   *
   * @return an unmodifiable snapshot; empty if there is none; readable after {@link #close()}
   */
  public List<Event> events() {
    return store.events();
  }

  /**
   * The sessions of all projects, in the order in which they were registered. The same visitor has
   * one for each project and UTC day.
   *
   * @return an unmodifiable snapshot; empty if there is none; readable after {@link #close()}
   */
  public List<Session> sessions() {
    return store.sessions();
  }

  /**
   * Waits until the server has stored a number of events since it was started or last {@linkplain
   * #clear cleared}, whether they are still kept or not. Returns at once when they are there; stops
   * waiting when the server is closed or the thread is interrupted, whose interrupt stays set.
   *
   * @param count how many, at least; 0 is always there
   * @param timeout how long to wait at most; zero or less does not wait
   * @return whether that many events have been stored
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public boolean awaitEvents(int count, Duration timeout) {
    if (count < 0) {
      throw new IllegalArgumentException("count < 0: " + count);
    }
    return store.awaitEvents(count, Objects.requireNonNull(timeout, "timeout"));
  }

  /**
   * Waits until something is so; looks at once and then after each change. Stops waiting when the
   * server is closed or the thread is interrupted, whose interrupt stays set.
   *
   * @param condition what is waited for, asked on the calling thread with this server
   * @param timeout how long to wait at most; zero or less does not wait
   * @return whether it was so when it was last looked at
   */
  public boolean await(Predicate<? super TrackXLocal> condition, Duration timeout) {
    Objects.requireNonNull(condition, "condition");
    return store.awaitThat(() -> condition.test(this), timeout);
  }

  /** Forgets all events, issues and sessions, and lets {@link #awaitEvents} count from 0 again. */
  public void clear() {
    store.clear();
  }

  /**
   * Stops listening, closes all connections and frees the port. What was received stays readable.
   * Closing twice does nothing more. Throws nothing.
   */
  @Override
  public void close() {
    front.close();
    store.close();
    if (data != null) {
      data.close();
    }
  }

  /**
   * Describes the server in one line, without its key.
   *
   * @return a text whose form may change
   */
  @Override
  public String toString() {
    return "TrackXLocal[port " + port() + "]";
  }

  /**
   * Says how a server is to be started. Mutable and confined to one thread; may start several
   * servers, each with its own memory.
   */
  public static final class Builder {
    private static final int MAX_PORT = 65_535;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Map<String, Project> projects = new LinkedHashMap<>();
    private @Nullable String host;
    private int port;
    private @Nullable Path dataDirectory;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /**
     * Sets the port to listen on.
     *
     * @param port 0 to 65535; 0, the default, takes any free port
     * @return this builder
     * @throws IllegalArgumentException if the port is out of range
     */
    public Builder port(int port) {
      if (port < 0 || port > MAX_PORT) {
        throw new IllegalArgumentException("port not in 0..65535: " + port);
      }
      this.port = port;
      return this;
    }

    /**
     * Sets the address to listen on. On anything but loopback, whoever reaches this machine can
     * read all that was received, and send more.
     *
     * @param host a name or address of this machine, {@code 0.0.0.0} for all of them; {@code
     *     127.0.0.1} by default; looked up by {@link #start()}
     * @return this builder
     * @throws IllegalArgumentException if it is empty
     */
    public Builder host(String host) {
      if (host.isEmpty()) {
        throw new IllegalArgumentException("host is empty");
      }
      this.host = host;
      return this;
    }

    /**
     * Adds a project that allows any origin. The first project added is the one that {@link
     * TrackXLocal#endpoint()} names; without any, there is one with a random key.
     *
     * @param key 11 characters of {@code 0-9a-z}; one that is there already is replaced
     * @return this builder
     * @throws IllegalArgumentException if the key has another form
     */
    public Builder project(String key) {
      return project(key, new String[0]);
    }

    /**
     * Adds a project that allows only some origins. The {@code Origin} header must be one of them
     * exactly, or the answer is 403, as observed on trackx-api 0.41.
     *
     * @param key 11 characters of {@code 0-9a-z}; one that is there already is replaced
     * @param allowedOrigins such as {@code https://shop.example.com}, without a slash at the end;
     *     none, or {@code *}, means any
     * @return this builder
     * @throws IllegalArgumentException if the key has another form or an origin is empty
     */
    public Builder project(String key, String... allowedOrigins) {
      if (!Project.isKey(key)) {
        throw new IllegalArgumentException(
            "key is not 11 characters of 0-9a-z, but " + key.length() + " characters");
      }
      List<String> origins = List.of(allowedOrigins);
      if (origins.contains("")) {
        throw new IllegalArgumentException("an allowed origin is empty");
      }
      projects.put(key, new Project(key, origins));
      return this;
    }

    /**
     * Sets where what is received is kept, so that it is there again at the next start: events,
     * issues, sessions, in the same bounds as in memory, and the key of the project if none was
     * added. Needs H2 ({@code com.h2database:h2}, on the module path with {@code --add-modules
     * com.h2database}) at run time. Receiving an event then takes a fraction of a millisecond more; what
     * came in the last second is lost if the JVM is killed, and nothing if it is {@linkplain
     * TrackXLocal#close closed}. If the disk is full, that is said once on {@code System.err}, and
     * the server goes on in memory.
     *
     * <p>The directory and the files in it must belong to the user of this process, and nobody else
     * may be able to write to them, or the server does not start. Only their owner can read the
     * files. On file systems without POSIX modes, such as those of Windows, neither is checked or
     * set.
     *
     * @param directory a directory that no other server uses; created, for its owner alone, if it
     *     is not there; none by default
     * @return this builder
     */
    public Builder dataDirectory(Path directory) {
      this.dataDirectory = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /** Lets a test say what time it is. */
    Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Starts the server.
     *
     * @return the server, already listening
     * @throws UncheckedIOException if the port is taken or may not be used, the host is not one of
     *     this machine, or the directory is in use, cannot be used, or is open to other users
     */
    public TrackXLocal start() {
      if (dataDirectory == null) {
        return start(null, new Store(clock));
      }
      DataDirectory data = DataDirectory.open(dataDirectory);
      try {
        Database database = data.database();
        Store store = new Store(clock, database);
        database.loadInto(store);
        return start(data, store);
      } catch (IOException e) {
        data.close();
        throw new UncheckedIOException("cannot keep data in " + dataDirectory, e);
      } catch (RuntimeException e) {
        data.close();
        throw e;
      }
    }

    private TrackXLocal start(@Nullable DataDirectory data, Store store) {
      try {
        return listening(data, store);
      } catch (IOException e) {
        store.close();
        throw new UncheckedIOException("cannot start a server on port " + port, e);
      } catch (RuntimeException e) {
        store.close();
        throw e;
      }
    }

    private TrackXLocal listening(@Nullable DataDirectory data, Store store) throws IOException {
      Map<String, Project> served = new LinkedHashMap<>(projects);
      if (served.isEmpty()) {
        Project project =
            data == null ? Project.withRandomKey() : new Project(data.key(), List.of());
        served.put(project.key(), project);
      }
      String key = served.keySet().iterator().next();
      InetAddress address =
          host == null ? InetAddress.getByAddress(LOOPBACK) : InetAddress.getByName(host);
      Page page = new Page(store, key, new AccessPolicy(host, address));
      HttpFront front = HttpFront.start(
          new InetSocketAddress(address, port), new Api(served, store, page)::answer);
      return new TrackXLocal(store, front, data, shown(address), key);
    }

    /** How the host stands in a URL; null, for loopback, where all addresses are listened on. */
    private @Nullable String shown(InetAddress address) {
      if (host == null || address.isAnyLocalAddress()) {
        return null;
      }
      return host.indexOf(':') < 0 ? host : '[' + host + ']';
    }
  }
}
