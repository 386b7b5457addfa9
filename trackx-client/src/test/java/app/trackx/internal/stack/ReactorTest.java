package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.format;
import static app.trackx.internal.stack.Stacks.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Real Reactor, and the frames of requests that were recorded with Spring WebFlux. */
@NullUnmarked
@Timeout(60)
class ReactorTest {
  private static final String SELF = "app.trackx.internal.stack.ReactorTest";
  private static final String ITSELF = "@app/trackx/internal/stack/ReactorTest.java:";
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Returns what reaches the end of a flow, on whichever thread. */
  private static Throwable failureOf(Mono<?> flow) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    flow.subscribe(value -> {}, failure::complete);
    try {
      return failure.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Throwable thrownBy(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      return e;
    }
    throw new IllegalStateException("nothing was thrown");
  }

  private static Mono<Integer> number(String text) {
    return Mono.just(text).map(value -> Integer.parseInt(value));
  }

  @Test
  void afterACheckpoint_theFramesAreThoseFromBeforeIt() {
    Throwable error = failureOf(number("x").checkpoint("somewhere"));

    assertThat(error.getStackTrace()).hasSize(1);
    assertThat(seen(error).subList(0, 2))
        .satisfiesExactly(
            frame ->
                assertThat(frame).isEqualTo("java.lang.Integer.parseInt@java/lang/Integer.java:0"),
            frame -> assertThat(frame).startsWith(SELF + ".lambda$number").contains(ITSELF));
    assertThat(format(error).text())
        .doesNotContain("Suppressed:", "somewhere")
        .contains("\n    at reactor.core.publisher.");
  }

  @Test
  void twoFlows_thatFailInTheSameMethodOfTheJdk_areTwo_whereTheApplicationWaits() {
    Throwable one =
        thrownBy(() -> Mono.just("x").map(Integer::parseInt).checkpoint("a").block());
    Throwable other =
        thrownBy(() -> Mono.just("x").map(Integer::parseInt).checkpoint("a").block());

    assertThat(format(one).fingerprint()).isNotEqualTo(format(other).fingerprint());
    assertThat(seen(one).subList(0, 3))
        .satisfiesExactly(
            frame ->
                assertThat(frame).isEqualTo("java.lang.Integer.parseInt@java/lang/Integer.java:0"),
            frame -> assertThat(frame)
                .isEqualTo("reactor.core.publisher.Mono.block@reactor/core/publisher/Mono.java:0"),
            frame -> assertThat(frame).startsWith(SELF + ".lambda$twoFlows"));
  }

  @Test
  void sameBug_onWhicheverThreadAndByWhicheverSignal_isOne() {
    List<UnaryOperator<Mono<String>>> ways = List.of(
        flow -> flow,
        flow -> flow.hide(),
        flow -> flow.publishOn(Schedulers.parallel()),
        flow -> flow.publishOn(Schedulers.boundedElastic()).hide(),
        flow -> flow.delayElement(Duration.ofMillis(1)),
        flow -> Mono.fromFuture(CompletableFuture.supplyAsync(() -> "x")),
        flow -> Flux.just("x", "y").filter(text -> text.equals("x")).next());
    Set<String> issues = new HashSet<>();
    for (UnaryOperator<Mono<String>> way : ways) {
      Mono<Integer> flow = way.apply(Mono.just("x"))
          .map(value -> Integer.parseInt(value))
          .checkpoint("somewhere")
          .subscribeOn(Schedulers.parallel());
      issues.add(format(failureOf(flow)).fingerprint());
    }

    assertThat(issues).hasSize(1);
  }

  @Test
  void forcedCheckpoint_namesTheLineThatAssembledTheFlow() {
    Throwable one = failureOf(Mono.never().timeout(Duration.ofMillis(1)).checkpoint("a", true));
    Throwable other = failureOf(Mono.never().timeout(Duration.ofMillis(1)).checkpoint("a", true));

    assertThat(format(one).fingerprint()).isNotEqualTo(format(other).fingerprint());
    assertThat(seen(one))
        .satisfiesExactly(
            frame -> assertThat(frame)
                .startsWith("reactor.core.publisher.FluxTimeout$")
                .endsWith(":0"),
            frame -> assertThat(frame).startsWith(SELF + ".forcedCheckpoint_").contains(ITSELF));
  }

  @Test
  void wrapper_andCause_bothHaveTheirFrames() {
    Mono<Integer> flow = number("x")
        .checkpoint("inner")
        .onErrorMap(cause -> new IllegalArgumentException("no number", cause))
        .checkpoint("outer")
        .subscribeOn(Schedulers.parallel());
    String text = format(failureOf(flow)).text();

    assertThat(seen(text))
        .satisfiesExactly(
            frame -> assertThat(frame).startsWith("java.lang.Integer.parseInt@"),
            frame -> assertThat(frame).startsWith(SELF + ".lambda$number"),
            frame -> assertThat(frame).startsWith(SELF + ".lambda$wrapper_andCause"));
    assertThat(text).contains("\nWrapped by: java.lang.IllegalArgumentException\n");
  }

  @Test
  void otherSuppressedExceptions_areStillShown() {
    IllegalStateException error = new IllegalStateException();
    error.addSuppressed(new IOException());

    assertThat(format(failureOf(Mono.error(error).checkpoint("a"))).text())
        .contains("\nSuppressed: java.io.IOException\n");
  }

  @Test
  void errorWithoutFrames_hasNoneAfterACheckpoint() {
    IllegalStateException error = Stacks.with(new IllegalStateException());

    assertThat(seen(failureOf(Mono.error(error).checkpoint("a")))).isEmpty();
  }

  @Test
  void checkedException_thatBlockWraps_namesTheEvent() {
    Throwable error = thrownBy(() -> Mono.error(new IOException("disk full")).block(LONG));
    CauseChain chain = CauseChain.of(error);

    assertThat(chain.error(EventTitle.of(chain))).isInstanceOf(IOException.class);
  }

  /** A description may contain anything; the form of a handler is that of Spring's dispatcher. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "order 17 of bob@example.com",
        "HTTP GET \"/orders/17?q=bob\" [ExceptionHandlingWebHandler]",
        "Request to GET http://bob:pw@10.0.0.1/ [DefaultWebClient]",
        "Handler of bob@example.com",
        "Handler  [DispatcherHandler]",
        "Handler a b#c(d) [DispatcherHandler]",
        "Handler #c() [DispatcherHandler]",
        "\u21e2 at bob (smith)",
        "\u21e2 at bob smith.x(y:1)",
        "\u21e2 at ",
        "\u21e2 at (:)",
        "",
      })
  void otherDescriptions_areInNoFrame(String description) {
    IllegalStateException error =
        Stacks.with(new IllegalStateException(), Stacks.at("pay", 1), Stacks.at("run", 2));

    assertThat(seen(failureOf(Mono.error(error).checkpoint(description))))
        .containsExactly(
            "com.acme.Shop.pay@com/acme/Shop.java:1", "com.acme.Shop.run@com/acme/Shop.java:2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Handler com.acme.Shop#pay(String, int) [DispatcherHandler]|com.acme.Shop.pay@com/acme/Shop:0",
        "Handler com.acme.Shop$Web#pay() [DispatcherHandler]|com.acme.Shop$Web.pay@com/acme/Shop:0",
        "Handler com.acme.Routes$$Lambda/0x00007f1c0c03000@5b1f29fa [DispatcherHandler]|com.acme.Routes$$Lambda.handle@com/acme/Routes:0",
        "Handler ResourceWebHandler [classpath [static/]] [DispatcherHandler]|ResourceWebHandler.handle@ResourceWebHandler:0",
      })
  void handler_isTheLastFrame(String given) {
    String[] parts = given.split("\\|");
    IllegalStateException error = Stacks.with(new IllegalStateException(), Stacks.at("pay", 1));

    assertThat(seen(failureOf(Mono.error(error).checkpoint(parts[0]).checkpoint("HTTP GET"))))
        .containsExactly("com.acme.Shop.pay@com/acme/Shop.java:1", parts[1]);
  }

  static Stream<String> routes() throws IOException {
    return recorded().keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void recordedRequest_hasTheFramesOfTheApplication_andItsHandler(String route) throws IOException {
    List<String> seen = seen(recorded().get(route));
    String name = route.substring(route.lastIndexOf('/') + 1);

    assertThat(seen).last().isEqualTo("com.acme.App." + name + "@com/acme/App:0");
    assertThat(seen).hasSizeBetween(2, 4).noneMatch(frame -> frame.startsWith("io.netty."));
  }

  @Test
  void recordedRoutes_areAnIssueEach() throws IOException {
    Set<String> issues = new HashSet<>();
    Map<String, Throwable> recorded = recorded();
    for (Throwable error : recorded.values()) {
      issues.add(format(error).fingerprint());
    }

    assertThat(recorded).hasSize(9);
    assertThat(issues).hasSize(9);
  }

  /** Returns the exceptions of the recorded requests, as Reactor passes them on. */
  private static Map<String, Throwable> recorded() throws IOException {
    Map<String, Throwable> errors = new HashMap<>();
    List<StackTraceElement> frames = new ArrayList<>();
    String route = null;
    String handler = null;
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        ReactorTest.class.getResourceAsStream("/stack/webflux.txt"), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null || route != null; line = in.readLine()) {
        if (line == null || line.startsWith("# ")) {
          if (route != null) {
            errors.put(route, error(frames, handler));
          }
          frames.clear();
          route = line;
        } else if (line.startsWith("handler ")) {
          handler = line.substring("handler ".length());
        } else if (!line.startsWith(";")) {
          String[] parts = line.split("\t", -1);
          frames.add(Stacks.at(parts[0], parts[1], parts[2], Integer.parseInt(parts[3])));
        }
      }
    }
    return errors;
  }

  private static Throwable error(List<StackTraceElement> frames, String handler) {
    IllegalStateException error = new IllegalStateException();
    error.setStackTrace(frames.toArray(new StackTraceElement[0]));
    Throwable passedOn = failureOf(Mono.error(error)
        .checkpoint(handler)
        .checkpoint("HTTP GET \"/17\" [ExceptionHandlingWebHandler]"));
    assertThat(passedOn.getStackTrace()).hasSize(1);
    return passedOn;
  }
}
