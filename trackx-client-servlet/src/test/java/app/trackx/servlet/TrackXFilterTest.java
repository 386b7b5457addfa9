package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.Event;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.ClientAbortException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrackXFilterTest {
  private static final String ERROR = "jakarta.servlet.error.exception";
  private static final String SPRING =
      "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

  private final Recorder recorder = new Recorder();
  private final FakeRequest fake = new FakeRequest();
  private final IllegalStateException failure = new IllegalStateException("no stock");
  private final TrackXFilter filter = started(TrackXFilter.builder().client(recorder.client));

  @AfterEach
  void close() {
    filter.destroy();
    recorder.close();
  }

  @Test
  void exceptionThatLeavesTheChain_isAnEvent_andGoesOnUnchanged() {
    assertThatThrownBy(() -> run(filter, throwing(failure))).isSameAs(failure);

    Event event = recorder.event();
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.type()).isEqualTo(1);
    assertThat(event.uri()).isEqualTo("https://shop.example.com/orders/17");
    assertThat(event.meta().get("http")).isEqualTo(http(500, "REQUEST"));
  }

  @Test
  void errorThatLeavesTheChain_isAnEvent() {
    StackOverflowError error = new StackOverflowError();
    assertThatThrownBy(() -> run(filter, throwing(error))).isSameAs(error);

    assertThat(recorder.event().name()).isEqualTo("java.lang.StackOverflowError");
  }

  @Test
  void outOfMemory_isAnEvent() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    assertThatThrownBy(() -> run(filter, throwing(error))).isSameAs(error);

    assertThat(recorder.event().name()).isEqualTo("java.lang.OutOfMemoryError");
  }

  @Test
  void servletException_isUnwrapped() {
    ServletException wrapper = new ServletException("Request processing failed", failure);
    assertThatThrownBy(() -> run(filter, throwing(wrapper))).isSameAs(wrapper);

    assertThat(recorder.event().name()).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void servletExceptionWithOwnMessage_isUnwrapped_andAddsItToMeta() {
    ServletException wrapper = new ServletException("page of bob@example.com, line 12", failure);
    assertThatThrownBy(() -> run(filter, throwing(wrapper))).isSameAs(wrapper);

    Event event = recorder.event();
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.stack()).doesNotContain("ServletException");
    assertThat(event.meta()).doesNotContainKey("causes");
    assertThat(event.meta().get("http"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("wrapper", "page of [email], line 12")
        .hasSize(5);
  }

  @Test
  void clientAbort_isNoEvent() {
    assertThatThrownBy(() -> run(filter, throwing(new ClientAbortException())))
        .isInstanceOf(IOException.class);

    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void committedResponse_keepsItsStatus() {
    fake.answer.committed = true;
    assertThatThrownBy(() -> run(filter, throwing(failure))).isSameAs(failure);

    assertThat(recorder.event().meta().get("http")).isEqualTo(http(200, "REQUEST"));
  }

  @Test
  void swallowedByTheContainer_isAnEvent() throws Exception {
    run(filter, answering(500, ERROR));

    assertThat(recorder.event().message()).isEqualTo("no stock");
  }

  @Test
  void swallowedBySpring_isAnEvent_withTheResponseStatus() throws Exception {
    run(filter, answering(503, SPRING));

    assertThat(recorder.event().meta().get("http")).isEqualTo(http(503, "REQUEST"));
  }

  @Test
  void exceptionRenderedByAView_isAnEvent() throws Exception {
    run(filter, (request, response) -> {
      request.setAttribute(ERROR, failure);
      request.removeAttribute(ERROR);
      fake.answer.status = 500;
    });

    assertThat(recorder.event().message()).isEqualTo("no stock");
  }

  @Test
  void exceptionRenderedByAView_with4xx_isNoEvent() throws Exception {
    run(filter, (request, response) -> {
      request.setAttribute(ERROR, failure);
      request.removeAttribute(ERROR);
      fake.answer.status = 409;
    });

    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void handledAs4xx_isNoEvent() throws Exception {
    run(filter, answering(404, SPRING));
    run(filter, answering(400, ERROR));

    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void answerOf5xx_withoutException_isNoEvent() throws Exception {
    run(filter, (request, response) -> fake.answer.status = 503);

    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void errorDispatch_ofWhatWasReported_isNoSecondEvent() throws Exception {
    assertThatThrownBy(() -> run(filter, throwing(new ServletException(failure))));
    fake.dispatcher = DispatcherType.ERROR;
    run(filter, answering(500, ERROR));

    assertThat(recorder.events()).hasSize(1);
    assertThat(recorder.client.diagnostics().duplicates()).isZero();
  }

  @Test
  void errorDispatch_ofWhatFailedAboveTheFilter_isAnEvent() throws Exception {
    fake.dispatcher = DispatcherType.ERROR;
    fake.attributes.put("jakarta.servlet.error.request_uri", "/orders/17");
    fake.uri = "/error";
    run(filter, answering(500, ERROR));

    assertThat(recorder.event().uri()).isEqualTo("https://shop.example.com/orders/17");
    assertThat(recorder.event().meta().get("http")).isEqualTo(http(500, "ERROR"));
  }

  @Test
  void errorOfAnErrorPage_isAnEventOfItsOwn() {
    assertThatThrownBy(() -> run(filter, throwing(failure)));
    fake.dispatcher = DispatcherType.ERROR;
    fake.attributes.put(ERROR, failure);
    RuntimeException second = new UnsupportedOperationException("page");
    assertThatThrownBy(() -> run(filter, throwing(second))).isSameAs(second);

    assertThat(recorder.events()).extracting(Event::message).containsExactly("no stock", "page");
  }

  @Test
  void forwardWithinTheChain_isOneEvent_ofTheWholeRequest() {
    assertThatThrownBy(() -> run(filter, (request, response) -> {
          fake.dispatcher = DispatcherType.FORWARD;
          HttpServletRequest forwarded =
              new HttpServletRequestWrapper((HttpServletRequest) request);
          try {
            filter.doFilter(forwarded, response, chain(throwing(failure)));
          } finally {
            fake.dispatcher = DispatcherType.REQUEST;
          }
        }))
        .isSameAs(failure);

    assertThat(recorder.event().meta().get("http")).isEqualTo(http(500, "REQUEST"));
  }

  @Test
  void forwardWhoseFailureIsCaught_isNoEvent() throws Exception {
    run(
        filter,
        (request, response) ->
            assertThatThrownBy(() -> filter.doFilter(request, response, chain(throwing(failure)))));

    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void secondFilterOfTheChain_doesNothing() {
    TrackXFilter second = started(TrackXFilter.builder().client(recorder.client));
    assertThatThrownBy(() -> run(
            filter,
            (request, response) -> second.doFilter(request, response, chain(throwing(failure)))))
        .isSameAs(failure);

    assertThat(recorder.events()).hasSize(1);
  }

  @Test
  void nextRequest_isWatchedAgain() {
    assertThatThrownBy(() -> run(filter, throwing(failure)));
    RuntimeException next = new UnsupportedOperationException("next");
    FakeRequest other = new FakeRequest();
    assertThatThrownBy(
        () -> filter.doFilter(other.request(), other.answer.response(), chain(throwing(next))));

    assertThat(recorder.events()).hasSize(2);
  }

  @Test
  void requestThatIsNotOfHttp_passes() {
    ServletRequest plain = FakeRequest.proxy(ServletRequest.class, (name, arguments) -> null);
    assertThatThrownBy(
            () -> filter.doFilter(plain, fake.answer.response(), chain(throwing(failure))))
        .isSameAs(failure);

    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void requestThatThrows_changesNothing() {
    fake.broken = new UnsupportedOperationException("recycled");
    assertThatThrownBy(() -> run(filter, throwing(failure))).isSameAs(failure);
    assertThatCode(() -> run(filter, (request, response) -> {})).doesNotThrowAnyException();
  }

  @Test
  void requestThatBreaks_isReportedWithoutRequestData() {
    assertThatThrownBy(() -> run(filter, (request, response) -> {
          fake.broken = new UnsupportedOperationException("recycled");
          throw failure;
        }))
        .isSameAs(failure);

    assertThat(recorder.event().message()).isEqualTo("no stock");
    assertThat(recorder.event().meta()).doesNotContainKey("http");
  }

  @Test
  void httpContext_addsToTheEvent_scrubbed() {
    TrackXFilter adding = started(TrackXFilter.builder()
        .client(recorder.client)
        .release("1.4.2")
        .environment("test")
        .httpContext((meta, request) -> meta.put("contact", "bob@example.com")));
    assertThatThrownBy(() -> run(adding, throwing(failure)));

    assertThat(recorder.event().meta())
        .containsEntry("contact", "[email]")
        .containsEntry("release", "1.4.2")
        .containsEntry("environment", "test");
  }

  @Test
  void httpContextThatThrows_isOneWarning_andTheEventGoes() {
    try (Warnings warnings = new Warnings()) {
      TrackXFilter adding =
          started(TrackXFilter.builder().client(recorder.client).httpContext((meta, request) -> {
            meta.put("half", 1);
            throw new StackOverflowError();
          }));
      assertThatThrownBy(() -> run(adding, throwing(failure))).isSameAs(failure);
      assertThatThrownBy(() -> run(adding, throwing(new IllegalStateException("second"))));

      assertThat(recorder.events()).hasSize(2).noneMatch(e -> e.meta().containsKey("half"));
      assertThat(warnings.lines()).singleElement().asString().contains("HttpContext");
    }
  }

  @Test
  void malformedEndpoint_isOneWarningWithoutTheKey_andEverythingPasses() {
    try (Warnings warnings = new Warnings()) {
      TrackXFilter off =
          started(TrackXFilter.builder().endpoint("https://h/v2/1dk93jd8sk2").browserReports(true));
      assertThatThrownBy(() -> run(off, throwing(failure))).isSameAs(failure);
      off.destroy();

      assertThat(warnings.lines())
          .singleElement()
          .asString()
          .contains("nothing is reported")
          .doesNotContain("1dk93jd8sk2");
    }
  }

  @Test
  void noClientAtAll_isOneWarning() {
    try (Warnings warnings = new Warnings()) {
      TrackXFilter nowhere = started(TrackXFilter.builder());
      assertThatThrownBy(() -> run(nowhere, throwing(failure))).isSameAs(failure);
      assertThatThrownBy(() -> run(nowhere, throwing(new IllegalStateException("second"))));

      assertThat(warnings.lines()).singleElement().asString().contains("TrackX.setup");
    }
  }

  @Test
  void filterThatIsNotStarted_orEnded_lets_everythingPass() {
    TrackXFilter idle = TrackXFilter.builder().client(recorder.client).build();
    assertThatThrownBy(() -> run(idle, throwing(failure))).isSameAs(failure);
    idle.destroy();

    assertThat(recorder.events()).isEmpty();
  }

  private Map<String, Object> http(long status, String dispatcher) {
    return Map.of(
        "method",
        "GET",
        "status",
        (Object) status,
        "route",
        "/orders/17",
        "dispatcher",
        dispatcher);
  }

  private void run(TrackXFilter subject, Chain chain) throws IOException, ServletException {
    subject.doFilter(fake.request(), fake.answer.response(), chain(chain));
  }

  private Chain answering(int status, String attribute) {
    return (request, response) -> {
      fake.answer.status = status;
      request.setAttribute(attribute, failure);
    };
  }

  /** The rest of the chain. */
  interface Chain {
    void run(ServletRequest request, ServletResponse response) throws Throwable;
  }

  static Chain throwing(Throwable error) {
    return (request, response) -> {
      throw error;
    };
  }

  static FilterChain chain(Chain chain) {
    return new FilterChain() {
      @Override
      public void doFilter(ServletRequest request, ServletResponse response) {
        try {
          chain.run(request, response);
        } catch (Throwable error) {
          throw TrackXFilterTest.<RuntimeException>sneaky(error);
        }
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E sneaky(Throwable error) throws E {
    throw (E) error;
  }

  static TrackXFilter started(TrackXFilter.Builder builder) {
    TrackXFilter filter = builder.build();
    filter.init(new FakeContext().config());
    return filter;
  }
}
