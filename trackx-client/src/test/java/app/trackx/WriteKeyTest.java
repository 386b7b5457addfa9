package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import app.trackx.faults.Fault;
import app.trackx.faults.Faults;
import app.trackx.faults.FaultyServer;
import app.trackx.internal.settings.Endpoint;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The project's key, a write credential, leaves in the request line of the client's own requests
 * and nowhere else: not in a log, an exception, a thread's name, a JMX bean or a text of a public
 * type. {@code DoctorKeyTest} and {@code AgentKeyTest} cover what these print.
 *
 * <p>Traces and metrics are not the client's: it records neither. A tracing agent that instruments
 * HTTP clients would record the URL, with the key, as {@code url.full}. {@code
 * ConsumersTest.tracingAgent_seesTheApplicationsCalls_butNeitherOursNorTheKey} of tests/packaging
 * runs an application with the OpenTelemetry agent and looks for the key in what that exports as
 * spans, metrics and log records; the client sends over plain sockets, which it does not
 * instrument. It does export the command line, if the endpoint is an argument. And an application's
 * own OkHttp, with {@code trackx-client-okhttp}, is traced like its other calls.
 */
@Timeout(120)
class WriteKeyTest {
  private static final String KEY = "abcdefghij1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Messages of exceptions may contain the URL of a request. */
  private static final String URL = "https://trackx.example.com/v1/" + KEY + "/event";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private final PrintStream standard = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
    root.setLevel(Level.ALL);
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(standard);
    root.setLevel(before);
    root.detachAppender(log);
  }

  private List<String> logged() {
    List<String> lines = new ArrayList<>();
    for (ILoggingEvent event : List.copyOf(log.list)) {
      lines.add(
          event.getLoggerName() + " " + event.getThreadName() + " " + event.getFormattedMessage());
      assertThat(event.getThrowableProxy()).isNull();
    }
    lines.addAll(printed.toString(StandardCharsets.UTF_8).lines().collect(Collectors.toList()));
    return lines;
  }

  /** Calls each method of {@link Warnings}, so that a new one is tested without a change here. */
  @Test
  void warnings_doNotContainIt() throws Exception {
    Set<String> called = new TreeSet<>();
    for (Method method : Warnings.class.getDeclaredMethods()) {
      if (!Modifier.isPrivate(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && !method.isSynthetic()) {
        called.add(method.getName());
        callWithAll(method);
      }
    }

    assertThat(called).contains("misconfigured", "unreachable", "rateLimited", "broken");
    assertThat(logged())
        .hasSizeGreaterThan(called.size())
        .anyMatch(line -> line.contains("https://trackx.example.com/v1/***"))
        .noneMatch(line -> line.contains(KEY));
  }

  private static void callWithAll(Method method) throws Exception {
    List<Object[]> calls = new ArrayList<>();
    calls.add(new Object[0]);
    for (Class<?> type : method.getParameterTypes()) {
      List<Object[]> longer = new ArrayList<>();
      for (Object[] call : calls) {
        for (Object argument : samples(type)) {
          List<Object> all = new ArrayList<>(List.of(call));
          all.add(argument);
          longer.add(all.toArray());
        }
      }
      calls = longer;
    }
    for (Object[] call : calls) {
      Endpoint endpoint = Endpoint.parse("https://trackx.example.com/v1/" + KEY);
      Warnings fresh = new Warnings(endpoint, "java"); // each logs a kind of problem once
      method.invoke(fresh, call);
      fresh.logPending();
    }
  }

  private static List<?> samples(Class<?> type) {
    Map<Class<?>, List<?>> samples = Map.of(
        Outcome.class,
        List.of(
            Outcome.sent(),
            Outcome.retry(0),
            Outcome.retry(500),
            Outcome.rejected(422),
            Outcome.proxyFailed(407, "proxy.example.com:3128"),
            Outcome.proxyFailed(502, ""),
            Outcome.misconfigured(301, URL),
            Outcome.misconfigured(401, URL),
            Outcome.misconfigured(403, "Invalid key " + KEY),
            Outcome.misconfigured(403, "Invalid origin for " + KEY),
            Outcome.misconfigured(403, URL),
            Outcome.misconfigured(404, "Cannot POST /v1/" + KEY + "/event")),
        Throwable.class,
        List.of(
            new IOException(URL),
            new IllegalStateException(URL, new IOException(URL)),
            new LinkageError(URL),
            new javax.net.ssl.SSLException(URL)),
        IOException.class,
        List.of(new IOException(URL)),
        DropReason.class,
        List.of(DropReason.values()),
        Duration.class,
        List.of(Duration.ofSeconds(7)),
        Diagnostics.class,
        List.of(Diagnostics.NONE),
        int.class,
        List.of(0, 429),
        long.class,
        List.of(0L, 7L));
    assertThat(samples).as("arguments of a new method").containsKey(type);
    return samples.get(type);
  }

  /** With each kind of failure on a real socket, every logger at its finest level. */
  @Test
  void log_ofRequestsThatFail_doesNotContainIt(@TempDir Path folder) throws Exception {
    List<Fault> faults = List.of(
        Faults.answer(200),
        Faults.answer(301, "Location: " + URL),
        Faults.answer(403),
        Faults.answer(404),
        Faults.answer(422),
        Faults.answer(429, "Retry-After: 1"),
        Faults.answer(500),
        Faults.page(200),
        Faults.closeAfterTheRequest(),
        Faults.resetAfterTheRequest(),
        Faults.halfAHead(),
        Faults.garbage("POST " + URL));
    Set<String> threads = ConcurrentHashMap.newKeySet();
    for (Fault fault : faults) {
      try (FaultyServer server = FaultyServer.start().always(fault)) {
        String endpoint = server.endpoint();
        String key = endpoint.substring(endpoint.length() - KEY.length());
        TrackXClient client = TrackXClient.builder(endpoint)
            .spoolDirectory(folder)
            .autoPing(true)
            .shutdownTimeout(Duration.ofSeconds(1))
            .build();
        client.sendEvent(new IOException(endpoint));
        client.ping();
        client.flush(Duration.ofMillis(1_500));
        Thread.getAllStackTraces().keySet().forEach(thread -> threads.add(thread.getName()));
        client.close();

        assertThat(client.toString() + client.diagnostics()).doesNotContain(key);
        assertThat(logged()).noneMatch(line -> line.contains(key));
        assertThat(threads).contains("trackx-send").noneMatch(name -> name.contains(key));
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(null, null))
            .isNotEmpty()
            .noneMatch(name -> name.toString().contains(key));
        assertThat(names(folder)).noneMatch(name -> name.contains(key));
      }
    }
    assertThat(logged()).anyMatch(line -> line.contains("/v1/***"));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = java.nio.file.Files.walk(folder)) {
      return files.map(Path::toString).collect(Collectors.toList());
    }
  }

  @Test
  void exceptions_andWarningsOfSettings_doNotContainIt() {
    List<String> malformed = List.of(
        "htps://trackx.example.com/v1/" + KEY,
        "https://trackx.example.com/v2/" + KEY,
        "https://trackx.example.com/v1/" + KEY + "x",
        "https://trackx.example.com/v1/" + KEY + "/report",
        "https://trackx.example.com/v1/" + KEY + "?a=b",
        "https://trackx.example.com/v1/" + KEY + "#a",
        "https://" + KEY + "@trackx.example.com/v1/" + KEY,
        "https://trackx.example.com:x/v1/" + KEY,
        "https://track x.example.com/v1/" + KEY,
        "https://trackx.example.com/a b/v1/" + KEY,
        "https:///v1/" + KEY,
        "${X}/v1/" + KEY,
        KEY);
    for (String text : malformed) {
      Throwable thrown = catchThrowable(() -> TrackXClient.builder(text));
      Setting setting = Setting.of("endpoint", text, "TRACKX_ENDPOINT");
      TrackX.setup(text);

      assertThat(thrown).as(text).isInstanceOf(IllegalArgumentException.class);
      assertThat(thrown.toString() + thrown.getCause()).doesNotContain(KEY);
      assertThat(setting.warning()).isNotNull().doesNotContain(KEY);
      assertThat(setting.toString()).doesNotContain(KEY);
    }
    assertThat(logged())
        .hasSizeGreaterThanOrEqualTo(malformed.size())
        .noneMatch(line -> line.contains(KEY));
  }

  /** Requires an instance of each public type that has a text of its own. */
  @Test
  void textsOfPublicTypes_doNotContainIt() throws Exception {
    List<EventPayload> payloads = new ArrayList<>();
    FakeTransport transport =
        new FakeTransport().always(request -> Outcome.misconfigured(403, "Invalid key " + KEY));
    TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .onError((payload, reason) -> {
          payloads.add(payload);
          return payload;
        })
        .build();
    client.sendEvent(new IllegalStateException("x"));
    assertThat(client.flush(PATIENCE)).isTrue();
    assertThat(transport.requests().get(0).url()).contains(KEY);
    List<Object> all = List.of(
        client,
        client.diagnostics(),
        payloads.get(0),
        RateLimit.DEFAULT,
        Setting.of("endpoint", FakeTransport.ENDPOINT, "TRACKX_ENDPOINT"),
        VisitorPseudonym.ofSecret("a secret with " + KEY),
        Outcome.misconfigured(403, "Invalid key " + KEY),
        transport.requests().get(0),
        Endpoint.parse(FakeTransport.ENDPOINT));
    client.close();

    assertThat(all).extracting(Object::toString).noneMatch(text -> text.contains(KEY));
    Set<Class<?>> covered = all.stream().map(Object::getClass).collect(Collectors.toSet());
    for (Class<?> type : publicTypes()) {
      boolean hasText =
          !type.isInterface() && type.getMethod("toString").getDeclaringClass() == type;
      assertThat(hasText && !covered.contains(type))
          .as("%s is not covered", type)
          .isFalse();
    }
  }

  private static List<Class<?>> publicTypes() throws Exception {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> one : new Class<?>[] {TrackX.class, TransportRequest.class}) {
      File place = new File(one.getResource(one.getSimpleName() + ".class").toURI());
      for (String file : place.getParentFile().list()) {
        if (file.endsWith(".class") && !file.equals("package-info.class")) {
          String name = file.substring(0, file.length() - ".class".length());
          Class<?> type = Class.forName(one.getPackageName() + "." + name);
          if (Modifier.isPublic(type.getModifiers()) && isOfMain(type)) {
            types.add(type);
          }
        }
      }
    }
    assertThat(types).contains(TrackX.class, TrackXClient.Builder.class, Outcome.class);
    return types;
  }

  private static boolean isOfMain(Class<?> type) {
    return type.getProtectionDomain()
        .getCodeSource()
        .equals(TrackX.class.getProtectionDomain().getCodeSource());
  }
}
