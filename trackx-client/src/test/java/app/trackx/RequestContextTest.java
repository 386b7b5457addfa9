package app.trackx;

import static app.trackx.VisitorPingTest.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event of a request knows it, and the failure of the request is one event with its log. */
@Timeout(60)
class RequestContextTest {
  private static final StackTraceElement[] ELSEWHERE = new StackTraceElement[0];

  private final FakeTransport transport = new FakeTransport();
  private TrackXClient client = client(null);
  private final RequestContext request = new RequestContext()
      .withMethod("POST")
      .withRoute("/orders/{id}")
      .withUri("https://shop.example.com/orders/{id}");

  @AfterEach
  void close() {
    RequestContext.set(null);
    CurrentVisitor.set(null);
    client.close();
  }

  private TrackXClient client(@Nullable OnErrorHandler handler) {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .rateLimit(RateLimit.none())
        .onError(handler)
        .build();
  }

  // ---- what events know ------------------------------------------------------------------------

  @Test
  void sentAndLogged_carryTheRequest_andItsStatus() throws Exception {
    RequestContext.set(request);
    client.sendEvent(new IllegalStateException("a"));
    log(client, null, "b");
    request.end(409);

    for (String body : twoBodies()) {
      assertThat(body)
          .contains("\"uri\":\"https://shop.example.com/orders/{id}\"")
          .contains("\"http\":{\"method\":\"POST\",\"route\":\"/orders/{id}\",\"status\":409}");
    }
  }

  private String[] twoBodies() throws InterruptedException {
    transport.next();
    transport.next();
    return new String[] {transport.bodies().get(0), transport.bodies().get(1)};
  }

  @Test
  void job_isPartOfTheRequest() throws Exception {
    RequestContext.set(request.withJob("com.acme.Orders.nightly").withVisitor(token(1)));
    client.sendEvent(new IllegalStateException("a"));
    request.end(500);
    transport.next();

    assertThat(transport.bodies().get(0))
        .contains("\"job\":\"com.acme.Orders.nightly\"")
        .contains("\"route\":\"/orders/{id}\",\"status\":500");
  }

  @Test
  void jobThatAnAdapterNames_takesPrecedence() throws Exception {
    RequestContext job = new RequestContext().withJob("outer");
    RequestContext.set(job);
    client.capture(EventType.UNHANDLED_ERROR).message("a").meta("job", "inner").send();
    job.end(0);
    transport.next();

    assertThat(transport.bodies().get(0))
        .contains("\"job\":\"inner\"")
        .doesNotContain("outer")
        .doesNotContain("\"http\"");
  }

  @Test
  void withoutRequest_nothingIsAdded() throws Exception {
    client.sendEvent(new IllegalStateException("a"));
    transport.next();

    assertThat(transport.bodies().get(0)).contains("\"uri\":\"java:").doesNotContain("\"http\"");
  }

  @Test
  void whatAnAdapterSets_takesPrecedence() throws Exception {
    RequestContext.set(request.withVisitor(token(1)));
    client
        .capture(EventType.TEST)
        .message("a")
        .uri("own:uri")
        .meta("http", Collections.singletonMap("route", "/own"))
        .visitor(token(2))
        .send();
    request.end(200);

    assertThat(transport.next().headers().get("User-Agent")).endsWith(" visitor/" + token(2));
    assertThat(transport.bodies().get(0))
        .contains("\"uri\":\"own:uri\"")
        .contains("\"http\":{\"route\":\"/own\"}");
  }

  @Test
  void source_isAskedForEachError_andMayFail() throws Exception {
    String[] route = {"/early"};
    RequestContext first = new RequestContext();
    RequestContext.set(() -> first.withRoute(route[0]));
    client.sendEvent(new IllegalStateException("a"));
    route[0] = "/late";
    client.sendEvent(new IllegalStateException("b"));
    first.end(0);
    String[] bodies = twoBodies();
    RequestContext.set(() -> {
      throw new IllegalStateException("the request is gone");
    });
    client.sendEvent(new IllegalStateException("c"));
    transport.next();

    assertThat(bodies[0]).contains("\"http\":{\"route\":\"/early\"}");
    assertThat(bodies[1]).contains("\"http\":{\"route\":\"/late\"}");
    assertThat(transport.bodies().get(2)).contains("IllegalStateException").doesNotContain("/late");
    assertThat(RequestContext.current()).isNull();
  }

  @Test
  void personalDataInARequest_isScrubbed() throws Exception {
    RequestContext personal = request
        .with("referrer", "from bob@example.com")
        .withUri("https://shop.example.com/orders?mail=bob@example.com");
    RequestContext.set(personal);
    client.sendEvent(new IllegalStateException("a"));
    personal.end(500);
    transport.next();

    assertThat(transport.bodies().get(0)).contains("referrer").doesNotContain("bob@example.com");
  }

  @Test
  void set_returnsWhatWasThere_withTheVisitor() {
    CurrentVisitor.set(token(1));
    Supplier<RequestContext> before = RequestContext.set(request.withVisitor(token(2)));
    assertThat(CurrentVisitor.get()).isEqualTo(token(2));
    Supplier<RequestContext> inner = RequestContext.set(null);
    assertThat(CurrentVisitor.get()).isNull();
    RequestContext.set(inner);
    assertThat(CurrentVisitor.get()).isEqualTo(token(2));
    RequestContext.set(before);

    assertThat(RequestContext.current()).isNull();
    assertThat(CurrentVisitor.get()).isEqualTo(token(1));
  }

  @Test
  void invalidVisitor_isNone_andALongTextIsClipped() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append("word ");
    }
    RequestContext context = request.withVisitor("192.0.2.7").with("long", text.toString());

    assertThat(context.visitor()).isNull();
    assertThat(context.http().get("long").toString().length()).isBetween(900, 1_000);
  }

  // ---- other threads ---------------------------------------------------------------------------

  @Test
  void anotherThread_hasNone_butAWrappedTaskFollows() throws Exception {
    RequestContext.set(request.withVisitor(token(1)));
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Callable<RequestContext> current = RequestContext::current;
      assertThat(pool.submit(current).get(20, TimeUnit.SECONDS)).isNull();
      Callable<RequestContext> wrapped = RequestContext.wrap(current);
      RequestContext.set(null); // the request is over before its task begins

      RequestContext followed = pool.submit(wrapped).get(20, TimeUnit.SECONDS);
      assertThat(followed.http()).containsEntry("route", "/orders/{id}");
      assertThat(followed.visitor()).isEqualTo(token(1));
      assertThat(pool.submit(current).get(20, TimeUnit.SECONDS)).isNull();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void visitorsWrapper_followsTheRequestToo() throws Exception {
    RequestContext.set(request);
    Callable<RequestContext> wrapped =
        TrackX.wrap((Callable<RequestContext>) RequestContext::current);
    RequestContext.set(null);

    assertThat(wrapped.call().http()).containsEntry("method", "POST");
  }

  @Test
  void uncaughtErrorOfAWrappedTask_carriesTheRequest_atOnce() throws Exception {
    assertThat(uncaughtOfATaskOf(request))
        .contains("\"uri\":\"https://shop.example.com/orders/{id}\"")
        .contains("\"http\":{\"method\":\"POST\",\"route\":\"/orders/{id}\"}")
        .doesNotContain("$Wrapped");
  }

  @Test
  void uncaughtErrorOfAWrappedTask_carriesTheJob() throws Exception {
    assertThat(uncaughtOfATaskOf(new RequestContext().withJob("com.acme.Orders.nightly")))
        .contains("\"job\":\"com.acme.Orders.nightly\"")
        .doesNotContain("\"http\"");
  }

  /** Returns the event of what a wrapped task throws on a thread of its own. */
  private String uncaughtOfATaskOf(RequestContext context) throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {}); // prints nothing
    try (TrackXClient catching = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .captureUncaught(true)
        .build()) {
      RequestContext.set(context);
      Thread thread = new Thread(RequestContext.wrap((Runnable) () -> {
        throw new IllegalStateException("nobody catches this");
      }));
      thread.start();
      thread.join(20_000);
      transport.next();
      return transport.bodies().get(0);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void failedTask_leavesNothingOfOurClassesOnItsThread() throws Exception {
    RequestContext.set(request);
    Callable<String> failing = RequestContext.wrap((Callable<String>) () -> {
      throw new IllegalStateException("boom");
    });
    RequestContext.set(null);
    assertThatThrownBy(failing::call).isInstanceOf(IllegalStateException.class);

    Field left = RequestContext.class.getDeclaredField("LEFT");
    left.setAccessible(true);
    for (Object part : (Object[]) ((ThreadLocal<?>) left.get(null)).get()) {
      assertThat(part == null ? null : part.getClass().getClassLoader()).isNull();
    }
  }

  // ---- the end of the request ------------------------------------------------------------------

  @Test
  void loggedThenFailed_isOneEvent_withWhatBothKnew() throws Exception {
    RequestContext.set(request);
    IllegalStateException error = new IllegalStateException("m");
    log(client, error, "in the controller");
    fail(error);
    request.end(500);
    transport.next();

    assertOneEvent(1);
    assertThat(transport.bodies().get(0))
        .contains("\"type\":1,")
        .contains("in the controller")
        .contains("\"http\":{\"status\":500,\"route\":\"/orders/{id}\"}")
        .contains("\"uri\":\"https://shop.example.com/orders/42\"");
  }

  @Test
  void sentThenFailedWithAWrapper_isOneEvent_withTheWholeChain() throws Exception {
    RequestContext.set(request);
    IllegalStateException cause = new IllegalStateException("the cause");
    client.sendEvent(cause, Collections.singletonMap("order", 42));
    fail(new RuntimeException("the wrapper", cause));
    request.end(500);
    transport.next();

    assertOneEvent(1);
    assertThat(transport.bodies().get(0))
        .contains("\"type\":1,")
        .contains("\"order\":42")
        .contains("RuntimeException");
  }

  @Test
  void loggedTwiceAndFailed_isOneEvent() throws Exception {
    RequestContext.set(request);
    IllegalStateException error = new IllegalStateException("m");
    log(client, error, "below");
    log(client, new RuntimeException("w", error), "above");
    fail(error);
    request.end(500);
    transport.next();

    assertOneEvent(2);
    assertThat(transport.bodies().get(0)).contains("below").contains("\"status\":500");
  }

  @Test
  void failureOfAnotherRequest_isNotMerged() throws Exception {
    IllegalStateException constant = new IllegalStateException("thrown by both");
    RequestContext.set(request);
    log(client, constant, "first");
    RequestContext.set(new RequestContext().withRoute("/other"));
    fail(constant);
    request.end(200);
    transport.next();

    assertThat(transport.bodies().get(0)).contains("\"type\":70,").contains("\"status\":200");
  }

  @Test
  void loggedBehindAQueue_thenFailed_isOneEvent() throws Exception {
    RequestContext.set(request);
    RequestContext.set(null);
    IllegalStateException error = new IllegalStateException("m");
    client
        .capture(EventType.CUSTOM_LOGGER)
        .reason(error)
        .meta("log", "from the queue's thread")
        .callSite(ELSEWHERE)
        .send();
    RequestContext.set(request);
    fail(error);
    transport.next();

    assertOneEvent(1);
    assertThat(transport.bodies().get(0))
        .contains("from the queue's thread")
        .contains("\"status\":500");
  }

  @Test
  void requestThatDoesNotEnd_delaysItsEventsForTwoSecondsOnly() throws Exception {
    RequestContext.set(request);
    long start = System.nanoTime();
    client.sendEvent(new IllegalStateException("a"));
    transport.next();

    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
    assertThat(transport.bodies().get(0)).contains("/orders/{id}").doesNotContain("\"status\"");
  }

  @Test
  void afterTheEnd_nothingWaits() {
    RequestContext.set(request);
    request.end(200);
    request.end(500); // too late
    client.sendEvent(new IllegalStateException("a"));

    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(transport.bodies().get(0)).contains("\"status\":200");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 200})
  void flush_waitsForNoRequest_andLosesNothing(int errors) {
    RequestContext.set(request);
    for (int i = 0; i < errors; i++) {
      client.sendEvent(Errors.at(i, "a"));
    }
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    assertThat(client.diagnostics().sent() + client.diagnostics().folded()).isEqualTo(errors);
    assertThat(client.diagnostics().pending()).isZero();
  }

  @Test
  void close_waitsForNoRequest() {
    RequestContext.set(request);
    client.sendEvent(new IllegalStateException("a"));
    client.close();

    assertThat(transport.bodies()).hasSize(1);
  }

  @Test
  void handler_decidesOnce_onTheWholeEvent() throws Exception {
    client.close();
    int[] calls = new int[1];
    client = client((event, error) -> {
      calls[0]++;
      return event.getMeta().toString().contains("status=500") ? null : event;
    });
    RequestContext.set(request);
    IllegalStateException error = new IllegalStateException("m");
    log(client, error, "a");
    fail(error);
    request.end(500);
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    assertThat(calls[0]).isEqualTo(1);
    assertThat(transport.bodies()).isEmpty();
    assertThat(client.diagnostics().cancelled()).isEqualTo(1);
    log(client, error, "again"); // what was cancelled is no duplicate
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(calls[0]).isEqualTo(2);
  }

  private void fail(Throwable error) {
    client
        .capture(EventType.UNHANDLED_ERROR)
        .reason(error)
        .uri("https://shop.example.com/orders/42")
        .meta("http", http())
        .send();
  }

  private static Map<String, Object> http() {
    Map<String, Object> http = new LinkedHashMap<>();
    http.put("status", 500);
    http.put("route", "/orders/{id}");
    return http;
  }

  private static void log(TrackXClient client, @Nullable Throwable error, String message) {
    client
        .capture(EventType.CUSTOM_LOGGER)
        .reason(error)
        .name(error == null ? "com.acme.Orders" : null)
        .message(error == null ? message : null)
        .meta("log", message)
        .callSiteOf(new Throwable())
        .send();
  }

  private void assertOneEvent(int duplicates) {
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(transport.bodies()).hasSize(1);
    assertThat(client.diagnostics().duplicates()).isEqualTo(duplicates);
    assertThat(client.diagnostics().pending()).isZero();
  }
}
