package app.trackx.local;

import app.trackx.local.internal.api.AddressBuckets;
import app.trackx.local.internal.api.Api;
import app.trackx.local.internal.http.AccessPolicy;
import app.trackx.local.internal.http.HttpFront;
import app.trackx.local.internal.page.Page;
import app.trackx.local.internal.page.SourceFiles;
import app.trackx.local.internal.store.DataDirectory;
import app.trackx.local.internal.store.Database;
import app.trackx.local.internal.store.Project;
import app.trackx.local.internal.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A TrackX-compatible server for development machines and tests.
 *
 * <pre>{@code
 * try (TrackXLocal server = TrackXLocal.start()) {
 *   runTheApplication(server.endpoint());
 *   server.awaitEvents(1, Duration.ofSeconds(5));
 *   Issue issue = server.issues().get(0);
 * }
 * }</pre>
 *
 * <p>Serves {@code /v1/<key>/event}, {@code /v1/<key>/ping} and {@code /health} with the status codes and
 * texts of the real server, as observed on trackx-api 0.41. A web page at {@code /}, with its files and its
 * data under {@code /api/}, shows the received events. All other paths return 404. An event is stored before
 * the response is sent, so it is visible as soon as the client's call returns; the real server responds
 * first. Requests are limited only if a {@linkplain Builder#requestLimit limit} is set; in production, nginx does that in
 * front of the server.
 *
 * <p>The server listens on {@code 127.0.0.1} unless a {@linkplain Builder#host host} is set, and keeps
 * everything in memory: at most 10 000 events or 64 MiB of events (an eighth of the heap if that is less), at
 * most as many issues, and 100 000 sessions. The oldest are evicted first; issues are evicted by the time they
 * were last seen. The counters of an issue include evicted events. The server writes no log, and writes to disk
 * only if a {@linkplain Builder#dataDirectory data directory} is set.
 *
 * <p>Thread-safe. The server's own threads are daemon threads whose names begin with {@code trackx-local-}, so a
 * server that is not closed does not keep the JVM alive. It processes up to 16 requests concurrently and
 * updates up to 16 open pages. A client that stalls in the middle of a request is disconnected after about ten
 * seconds; a request that waited that long behind it may be disconnected as well.
 *
 * <p>Starting a server sets two system properties of the JDK's HTTP server unless they are already set:
 * {@code sun.net.httpserver.nodelay} to {@code true} and {@code sun.net.httpserver.maxReqTime} to {@code 10}. The
 * JDK reads them once: if the JVM has used that HTTP server before, they have no effect, and requests on a
 * reused connection may take 40 ms.
 */
public final class TrackXLocal implements AutoCloseable {
  private final Store store;
  private final HttpFront front;
  private final SourceFiles sources;
  private final @Nullable DataDirectory data;
  private final @Nullable String host;
  private final String key;

  private TrackXLocal(
      Store store,
      HttpFront front,
      SourceFiles sources,
      @Nullable DataDirectory data,
      @Nullable String host,
      String key) {
    this.store = store;
    this.front = front;
    this.sources = sources;
    this.data = data;
    this.host = host;
    this.key = key;
  }

  /**
   * Starts a server on a free port, with one project that has a random key and allows any origin.
   *
   * @return the server, already listening
   * @throws UncheckedIOException if the server cannot listen on any port
   */
  public static TrackXLocal start() {
    return builder().start();
  }

  /**
   * Returns a builder for a server with a fixed port, fixed projects or a data directory.
   *
   * @return a new builder with the defaults of {@link #start()}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the endpoint to configure a client with. It contains the key of the first project, a write
   * credential that is valid for this server only.
   *
   * @return {@code http://127.0.0.1:<port>/v1/<key>}, without a trailing slash; with the {@linkplain
   *     Builder#host host} instead of the address if one was set
   */
  public String endpoint() {
    return address() + "/v1/" + key;
  }

  /**
   * Returns the address of the web page that shows the received issues and events, and highlights text that
   * looks like personal data. On the page, issues can be resolved, ignored, reopened and removed. It works offline. Other
   * web sites can neither read nor change anything: a change is a POST request under {@code /api/} that the server
   * accepts only if the browser states in its {@code Sec-Fetch-Site} or {@code Origin} header that the page itself made
   * it.
   *
   * @return {@code http://127.0.0.1:<port>/}, with the {@linkplain Builder#host host} instead of the
   *     address if one was set
   */
  public String page() {
    return address() + "/";
  }

  private String address() {
    return "http://" + (host == null ? "127.0.0.1" : host) + ':' + port();
  }

  /**
   * Returns the port that the server listens on, or listened on before it was closed.
   *
   * @return 1 to 65535
   */
  public int port() {
    return front.port();
  }

  /**
   * Returns the issues of all projects, most recently seen first.
   *
   * @return an unmodifiable snapshot, possibly empty; also available after {@link #close()}
   */
  public List<Issue> issues() {
    return views(store.issues(), Issue::new);
  }

  /**
   * Returns the events of all projects, in the order in which they were received. Events with a fractional
   * {@code type} and events that are too large to store are accepted and then dropped, as observed on
   * trackx-api 0.41.
   *
   * @return an unmodifiable snapshot, possibly empty; also available after {@link #close()}
   */
  public List<Event> events() {
    return views(store.events(), Event::new);
  }

  /**
   * Returns the sessions of all projects, in the order in which they were registered. A visitor has one
   * session per project and UTC day.
   *
   * @return an unmodifiable snapshot, possibly empty; also available after {@link #close()}
   */
  public List<Session> sessions() {
    return views(store.sessions(), Session::new);
  }

  private static <S, V> List<V> views(List<S> stored, Function<S, V> view) {
    List<V> views = new ArrayList<>(stored.size());
    stored.forEach(one -> views.add(view.apply(one)));
    return Collections.unmodifiableList(views);
  }

  /**
   * Waits until the server has stored at least {@code count} events since it was started or last {@linkplain
   * #clear cleared}, including events that were evicted since. Also returns when the server is closed or the
   * calling thread is interrupted; the thread's interrupt status stays set.
   *
   * @param count the minimum number of events; with 0, returns immediately
   * @param timeout the maximum time to wait; zero or negative to not wait
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
   * Waits until a condition is met. Evaluates the condition immediately and then after each change of the
   * server's data. Also returns when the server is closed or the calling thread is interrupted; the thread's
   * interrupt status stays set.
   *
   * @param condition the condition, evaluated on the calling thread with this server
   * @param timeout the maximum time to wait; zero or negative to not wait
   * @return the result of the last evaluation
   */
  public boolean await(Predicate<? super TrackXLocal> condition, Duration timeout) {
    Objects.requireNonNull(condition, "condition");
    return store.awaitThat(() -> condition.test(this), timeout);
  }

  /**
   * Returns how many requests the {@linkplain Builder#requestLimit limit} has refused since the server was started or
   * last {@linkplain #clear cleared}.
   *
   * @return 0 or more; 0 without a limit
   */
  public long refusedRequests() {
    return store.refusedRequests();
  }

  /**
   * Removes all events, issues and sessions, and resets the counts of {@link #awaitEvents} and {@link
   * #refusedRequests} to 0. The requests that an address has made still count against its limit.
   */
  public void clear() {
    store.clear();
  }

  /**
   * Stops listening, closes all connections and releases the port. Received data stays available. Closing a
   * closed server has no effect. Throws no exception.
   */
  @Override
  public void close() {
    front.close();
    sources.close();
    store.close();
    if (data != null) {
      data.close();
    }
  }

  /**
   * Returns a one-line description of the server, without its key.
   *
   * @return a description whose format may change
   */
  @Override
  public String toString() {
    return "TrackXLocal[port " + port() + "]";
  }

  /**
   * A builder of servers. Mutable and not thread-safe. Can start several servers, each with its own data.
   */
  public static final class Builder {
    private static final int MAX_PORT = 65_535;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private List<String> origins = List.of();
    private final Map<String, Project> projects = new LinkedHashMap<>();
    private @Nullable String host;
    private int port;
    private @Nullable Path dataDirectory;
    private final List<String> sourceFrom = new ArrayList<>();
    private @Nullable RequestLimit limit;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /**
     * Sets the port to listen on.
     *
     * @param port 0 to 65535; 0, the default, for any free port
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
     * Sets the address to listen on. With any address other than loopback, everyone who can reach this machine
     * can read the received data and send more.
     *
     * @param host a name or address of this machine, or {@code 0.0.0.0} for all its addresses; {@code
     *     127.0.0.1} by default; resolved by {@link #start()}
     * @return this builder
     * @throws IllegalArgumentException if the host is empty
     */
    public Builder host(String host) {
      if (host.isEmpty()) {
        throw new IllegalArgumentException("host is empty");
      }
      this.host = host;
      return this;
    }

    /**
     * Adds a project that allows any origin. {@link TrackXLocal#endpoint()} returns the endpoint of the first
     * project. If no project is added, the server has one with a random key.
     *
     * @param key 11 characters of {@code 0-9a-z}; replaces an earlier project with the same key
     * @return this builder
     * @throws IllegalArgumentException if the key is malformed
     */
    public Builder project(String key) {
      return project(key, new String[0]);
    }

    /**
     * Adds a project that allows only the given origins. A request whose {@code Origin} header does not equal
     * one of them is rejected with 403, as observed on trackx-api 0.41.
     *
     * @param key 11 characters of {@code 0-9a-z}; replaces an earlier project with the same key
     * @param allowedOrigins origins such as {@code https://shop.example.com}, without a trailing slash; none, or
     *     {@code *}, to allow any
     * @return this builder
     * @throws IllegalArgumentException if the key is malformed or an origin is empty
     */
    public Builder project(String key, String... allowedOrigins) {
      if (!Project.isKey(key)) {
        throw new IllegalArgumentException(
            "key must be 11 characters of 0-9a-z; it has " + key.length() + " characters");
      }
      List<String> origins = List.of(allowedOrigins);
      if (origins.contains("")) {
        throw new IllegalArgumentException("an allowed origin is empty");
      }
      projects.put(key, new Project(key, origins));
      return this;
    }

    /** Limits the project of the data directory to these origins; none to allow any. */
    Builder origins(List<String> allowed) {
      origins = List.copyOf(allowed);
      return this;
    }

    /**
     * Sets the directory in which received data is stored, so that it survives a restart: events, issues with
     * their status on the page, and sessions, in the same bounds as in memory, and the project's key if no project was added. Requires H2
     * ({@code com.h2database:h2}; on the module path, also {@code --add-modules com.h2database}) at run time.
     * Receiving an event takes a fraction of a millisecond longer. If the JVM is killed, the data of the last
     * second is lost; nothing is lost if the server is {@linkplain TrackXLocal#close closed}. If writing fails,
     * for example because the disk is full, the server reports that once on {@code System.err} and continues in
     * memory.
     *
     * <p>The directory and its files must belong to the user of this process and must not be writable by other
     * users; otherwise the server does not start. The files are readable by their owner only. On file systems
     * without POSIX permissions, such as those of Windows, permissions are neither checked nor set.
     *
     * @param directory a directory that no other server uses; created, accessible to its owner only, if it does
     *     not exist; none by default
     * @return this builder
     */
    public Builder dataDirectory(Path directory) {
      this.dataDirectory = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Lets the page show the source lines of frames, as the real server's dashboard does: the server fetches a
     * frame's file if it is a URL that begins with the given one, when somebody looks at the event. May be called
     * several times. Without it nothing is fetched, since an event may name any URL.
     *
     * <p>A file is fetched without login or cookies, within 3 s and 1 MiB, and kept for a minute; redirects are
     * followed to URLs with such a prefix only. A URL with a query, a fragment or a dot segment is not fetched.
     *
     * @param prefix {@code http} or {@code https}, such as {@code https://git.example.com/acme/shop/raw/}, without
     *     user name, query and fragment; a missing slash at the end is added. None by default
     * @return this builder
     * @throws IllegalArgumentException if the URL is malformed
     */
    public Builder sourceFrom(String prefix) {
      sourceFrom.add(SourceFiles.checked(Objects.requireNonNull(prefix, "prefix")));
      return this;
    }

    /**
     * Limits the requests of each client address, as nginx does in front of a real server.
     *
     * @param limit the limit, for example {@link RequestLimit#likeUpstream()}; none by default
     * @return this builder
     */
    public Builder requestLimit(RequestLimit limit) {
      this.limit = Objects.requireNonNull(limit, "limit");
      return this;
    }

    /**
     * Sets the clock that the times of events, the days of sessions and the request limit are taken from. Timeouts of
     * waiting methods are not.
     *
     * @param clock a thread-safe clock, for example one that a test advances; the system's by default
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Starts the server.
     *
     * @return the server, already listening
     * @throws UncheckedIOException if the port is in use or not permitted, if the host is not an address of this
     *     machine, or if the data directory is in use, inaccessible, or writable by other users
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
        throw new UncheckedIOException("cannot store data in " + dataDirectory, e);
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
        Project project = data == null ? Project.withRandomKey() : new Project(data.key(), origins);
        served.put(project.key(), project);
      }
      String key = served.keySet().iterator().next();
      InetAddress address =
          host == null ? InetAddress.getByAddress(LOOPBACK) : InetAddress.getByName(host);
      SourceFiles sources = new SourceFiles(sourceFrom);
      Page page = new Page(store, key, sources, new AccessPolicy(host, address));
      AddressBuckets buckets = limit == null ? null : limit.buckets(clock);
      HttpFront front = HttpFront.start(
          new InetSocketAddress(address, port), new Api(served, store, page, buckets)::handle);
      return new TrackXLocal(store, front, sources, data, shown(address), key);
    }

    /** Returns the host in the form used in URLs; null, for loopback, if the server listens on all addresses. */
    private @Nullable String shown(InetAddress address) {
      if (host == null || address.isAnyLocalAddress()) {
        return null;
      }
      return host.indexOf(':') < 0 ? host : '[' + host + ']';
    }
  }
}
