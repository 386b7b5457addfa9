package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.trail.CurrentTrail;
import app.trackx.testing.VirtualThreads;
import app.trackx.testing.Waiting;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The log records before an error belong to its request or job, whichever threads work for it. */
@Timeout(60)
class RequestTrailTest {
  private static final Pattern TEMPLATE = Pattern.compile("\"template\":\"([^\"]*)\"");

  private final FakeTransport transport = new FakeTransport();
  private final TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
      .transport(transport)
      .rateLimit(RateLimit.none())
      .trail(true)
      .build();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    RequestContext.set(null);
    client.close();
    pool.shutdownNow();
  }

  /** Logs as an adapter does; a literal with arguments is kept at once. */
  private static void log(String literal) {
    CurrentTrail.add(System.currentTimeMillis(), "INFO", "com.acme.Orders", literal, true);
  }

  private List<String> sendAndReadTemplates() throws InterruptedException {
    client.sendEvent(new IllegalStateException("a"));
    RequestContext current = RequestContext.current();
    if (current != null) {
      current.end(0);
    }
    return nextTemplates();
  }

  private List<String> nextTemplates() throws InterruptedException {
    transport.next();
    return templates(transport.bodies().get(transport.bodies().size() - 1));
  }

  private static List<String> templates(String body) {
    List<String> found = new ArrayList<>();
    for (Matcher one = TEMPLATE.matcher(body); one.find(); ) {
      found.add(one.group(1));
    }
    return found;
  }

  @Test
  void errorOfARequest_carriesItsRecords_withTheTimeBefore() throws Exception {
    RequestContext request = new RequestContext();
    RequestContext.set(request);
    CurrentTrail.add(System.currentTimeMillis() + 3, "WARN", "com.acme.Stock", "low {}", true);
    client.sendEvent(new IllegalStateException("a"));
    request.end(500);
    transport.next();

    assertThat(transport.bodies().get(0))
        .containsPattern("\"trail\":\\[\\{\"ms\":[0-9]+,\"level\":\"WARN\","
            + "\"logger\":\"com.acme.Stock\",\"template\":\"low \\{}\"}]");
  }

  @Test
  void recordAfterTheError_isNotItsOwn() throws Exception {
    RequestContext request = new RequestContext();
    RequestContext.set(request);
    log("before {}");
    client.sendEvent(new IllegalStateException("a"));
    log("after {}");
    request.end(0);

    assertThat(nextTemplates()).containsExactly("before {}");
  }

  @Test
  void outsideOfRequestsAndJobs_nothingIsKept() throws Exception {
    assertThat(CurrentTrail.isOpen()).isFalse();
    log("outside {}");
    client.sendEvent(new IllegalStateException("a"));
    transport.next();

    assertThat(transport.bodies().get(0)).doesNotContain("\"trail\"").doesNotContain("outside {}");
  }

  @Test
  void requestsOfOneThread_neverSeeEachOthersRecords() throws Exception {
    for (int i = 0; i < 3; i++) {
      Supplier<RequestContext> before = RequestContext.set(new RequestContext());
      log(i == 0 ? "first {}" : i == 1 ? "second {}" : "third {}");
      assertThat(sendAndReadTemplates())
          .containsExactly(i == 0 ? "first {}" : i == 1 ? "second {}" : "third {}");
      RequestContext.set(before);
      log("between {}");
    }
  }

  @Test
  void recordFromBeforeTheRequest_isNotKept() throws Exception {
    RequestContext.set(new RequestContext());
    CurrentTrail.add(System.currentTimeMillis() - 1_000, "INFO", "l", "buffered {}", true);
    log("own {}");

    assertThat(sendAndReadTemplates()).containsExactly("own {}");
  }

  @Test
  void innerRequest_endsWithoutATrace() throws Exception {
    RequestContext.set(new RequestContext());
    log("outer {}");
    Supplier<RequestContext> outer = RequestContext.set(new RequestContext());
    log("inner {}");
    RequestContext.set(outer);
    log("outer again {}");

    assertThat(sendAndReadTemplates()).containsExactly("outer {}", "outer again {}");
  }

  // ---- sources ---------------------------------------------------------------------------------

  /** A source that learns more while the request is handled, as the servlet filter is. */
  private static final class Growing implements RequestContext.Source {
    private final RequestContext request = new RequestContext();
    private int described;

    @Override
    public RequestContext request() {
      return request;
    }

    @Override
    public RequestContext get() {
      described++;
      return request.withRoute("/orders");
    }
  }

  @Test
  void source_isNotAskedToDescribeTheRequestForRecords() throws Exception {
    Growing source = new Growing();
    RequestContext.set(source);
    log("a {}");
    log("b {}");
    assertThat(source.described).isZero();

    assertThat(sendAndReadTemplates()).containsExactly("a {}", "b {}");
    assertThat(source.described).isGreaterThan(0);
  }

  @Test
  void sourceThatLogs_isNotAskedAgainForThat() throws Exception {
    RequestContext request = new RequestContext();
    RequestContext.set(() -> {
      log("while looking {}");
      return request;
    });
    log("a {}");

    assertThat(sendAndReadTemplates()).startsWith("a {}");
  }

  // ---- threads ---------------------------------------------------------------------------------

  @Test
  void wrappedTask_sharesTheTrail() throws Exception {
    RequestContext.set(new RequestContext());
    log("on the request's thread {}");
    pool.submit(RequestContext.wrap((Runnable) () -> log("in the task {}")))
        .get(20, TimeUnit.SECONDS);
    pool.submit(() -> log("of nobody {}")).get(20, TimeUnit.SECONDS);

    assertThat(sendAndReadTemplates())
        .containsExactly("on the request's thread {}", "in the task {}");
  }

  @Test
  void errorOfAWrappedTask_hasTheRecordsOfTheRequest() throws Exception {
    RequestContext request = new RequestContext();
    RequestContext.set(request);
    log("before the task {}");
    pool.submit(
            RequestContext.wrap((Runnable) () -> client.sendEvent(new IllegalStateException("a"))))
        .get(20, TimeUnit.SECONDS);
    request.end(0);

    assertThat(nextTemplates()).containsExactly("before the task {}");
  }

  @Test
  void uncaughtErrorOfAWrappedTask_hasTheTrail() throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {}); // prints nothing
    try (TrackXClient catching = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .captureUncaught(true)
        .build()) {
      RequestContext.set(new RequestContext());
      Thread thread = new Thread(RequestContext.wrap((Runnable) () -> {
        log("in the task {}");
        throw new IllegalStateException("nobody catches this");
      }));
      thread.start();
      thread.join(20_000);

      assertThat(nextTemplates()).containsExactly("in the task {}");
      assertThat(catching.keepsTrail()).isFalse(); // whichever client sends the error
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void failedTask_leavesItsTrailUntilTheNextRequest_inTypesOfTheJdkAlone() throws Exception {
    RequestContext.set(new RequestContext());
    Runnable failing = RequestContext.wrap((Runnable) () -> {
      log("in the task {}");
      throw new IllegalStateException("boom");
    });
    RequestContext.set(null);
    try {
      failing.run();
    } catch (IllegalStateException expected) {
      // as for a pool that keeps the thread
    }
    Object[] trail = (Object[]) left()[4];
    assertThat(trail).contains("in the task {}");
    assertThat(trail)
        .allSatisfy(part -> assertThat(part.getClass().getClassLoader()).isNull());
    RequestContext.set(new RequestContext());

    assertThat(left()[4]).isNull();
  }

  private static Object[] left() throws ReflectiveOperationException {
    Field field = RequestContext.class.getDeclaredField("LEFT");
    field.setAccessible(true);
    return (Object[]) ((ThreadLocal<?>) field.get(null)).get();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThread_hasATrail() throws Exception {
    RequestContext request = new RequestContext();
    VirtualThreads.run(() -> {
      RequestContext.set(request);
      log("virtual {}");
      client.sendEvent(new IllegalStateException("a"));
      request.end(0);
    });

    assertThat(nextTemplates()).containsExactly("virtual {}");
  }

  // ---- the end ---------------------------------------------------------------------------------

  @Test
  void thread_holdsNothingOfARequestThatIsOver() throws Exception {
    WeakReference<RequestContext> request = loggedAndOver();
    Waiting.until("the end of the request", () -> {
      System.gc();
      return request.get() == null;
    });
    Field current = CurrentTrail.class.getDeclaredField("CURRENT");
    current.setAccessible(true);
    for (Object part : (Object[]) ((ThreadLocal<?>) current.get(null)).get()) {
      assertThat(part == null ? null : part.getClass().getClassLoader()).isNull();
    }
    assertThat(CurrentTrail.isOpen()).isFalse();
  }

  private WeakReference<RequestContext> loggedAndOver() {
    RequestContext request = new RequestContext();
    RequestContext.set(request);
    log("a {}");
    request.end(200);
    RequestContext.set(null);
    return new WeakReference<>(request);
  }

  // ---- jobs ------------------------------------------------------------------------------------

  @Test
  void job_hasATrail_andRestoresWhatWasBefore() throws Exception {
    RequestContext request = new RequestContext().withRoute("/orders");
    RequestContext.set(request);
    log("in the request {}");
    try (RequestContext.Job job = RequestContext.startJob()) {
      log("in the job {}");
      client.sendEvent(new IllegalStateException("a"));
      assertThat(job).isNotNull();
    }

    assertThat(nextTemplates()).containsExactly("in the job {}");
    assertThat(transport.bodies().get(0)).doesNotContain("/orders").doesNotContain("\"http\"");
    assertThat(RequestContext.current()).isSameAs(request);
  }

  @Test
  void jobClosedTwice_orElsewhere_changesNoOtherThread() throws Exception {
    RequestContext.Job job = RequestContext.startJob();
    @Nullable RequestContext ofJob = RequestContext.current();
    RequestContext other = new RequestContext();
    pool.submit(() -> {
          RequestContext.set(other);
          job.close();
          assertThat(RequestContext.current()).isSameAs(other);
          RequestContext.set(null);
        })
        .get(20, TimeUnit.SECONDS);
    assertThat(RequestContext.current()).isSameAs(ofJob);
    job.close();
    assertThat(RequestContext.current()).isNull();
    RequestContext.set(other);
    job.close();

    assertThat(RequestContext.current()).isSameAs(other);
  }
}
