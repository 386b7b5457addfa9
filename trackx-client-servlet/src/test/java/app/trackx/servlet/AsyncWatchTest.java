package app.trackx.servlet;

import static app.trackx.servlet.TrackXFilterTest.chain;
import static app.trackx.servlet.TrackXFilterTest.started;
import static app.trackx.servlet.TrackXFilterTest.throwing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.CurrentVisitor;
import app.trackx.VisitorPseudonym;
import app.trackx.local.Event;
import app.trackx.local.Session;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Map;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncWatchTest {
  private final Recorder recorder = new Recorder();
  private final FakeRequest fake = new FakeRequest();
  private final IllegalStateException failure = new IllegalStateException("no stock");
  private final TrackXFilter filter = started(TrackXFilter.builder().client(recorder.client));

  @AfterEach
  void close() {
    recorder.close();
  }

  @Test
  void errorThatTheContainerTells_isAnEvent() throws Exception {
    start();
    fake.listeners.get(0).onError(fake.event(failure));
    fake.answer.status = 500;
    fake.attributes.put("jakarta.servlet.error.exception", failure);
    fake.listeners.get(0).onComplete(fake.event(null));

    assertThat(recorder.event().uri()).isEqualTo("https://shop.example.com/orders/17");
    assertThat(recorder.event().meta().get("http"))
        .isEqualTo(Map.of(
            "method", "GET", "status", 500L, "route", "/orders/17", "dispatcher", "REQUEST"));
  }

  @Test
  void clientThatWentAway_orErrorWithoutException_isNoEvent() throws Exception {
    start();
    fake.listeners.get(0).onError(fake.event(new ClientAbortException()));
    fake.listeners.get(0).onError(fake.event(null));

    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void containerThatThrows_changesNothing() throws Exception {
    start();
    assertThatCode(() -> {
          fake.listeners.get(0).onError(null);
          fake.broken = new IllegalStateException("recycled");
          fake.answer.status = 500;
          fake.listeners.get(0).onComplete(fake.event(null));
          fake.listeners.get(0).onStartAsync(fake.event(null));
        })
        .doesNotThrowAnyException();
  }

  @Test
  void timeout_isAnEvent_ifNobodyAnswered() throws Exception {
    fake.attributes.put(TrackXFilter.ROUTE, "/orders/{id}");
    start();
    fake.listeners.get(0).onTimeout(fake.event(null));
    fake.answer.status = 500;
    fake.listeners.get(0).onComplete(fake.event(null));
    fake.listeners.get(0).onComplete(fake.event(null));

    assertThat(recorder.event().name()).isEqualTo("AsyncTimeout");
    assertThat(recorder.event().message())
        .isEqualTo("asynchronous processing timed out: GET /orders/{id}");
  }

  @Test
  void timeoutThatWasAnswered_isNoEvent() throws Exception {
    start();
    fake.listeners.get(0).onTimeout(fake.event(null));
    fake.listeners.get(0).onComplete(fake.event(null));

    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void timeoutWithAnException_isOneEvent() throws Exception {
    start();
    fake.listeners.get(0).onTimeout(fake.event(null));
    fake.answer.status = 503;
    fake.attributes.put("org.springframework.web.servlet.DispatcherServlet.EXCEPTION", failure);
    fake.listeners.get(0).onComplete(fake.event(null));

    assertThat(recorder.event().message()).isEqualTo("no stock");
  }

  @Test
  void taskThatFails_isOneEvent_evenIfTheRequestIsGone() throws Exception {
    start();
    Runnable task = task(throwingTask());
    fake.broken = new IllegalStateException("recycled");
    assertThatThrownBy(task::run).isSameAs(failure);
    fake.broken = null;
    fake.listeners.get(0).onError(fake.event(failure));

    assertThat(recorder.event().uri()).isEqualTo("https://shop.example.com/orders/17");
    assertThat(recorder.client.diagnostics().duplicates()).isZero();
  }

  @Test
  void task_runsForTheVisitorOfTheRequest_whoseSessionHasTheError() throws Exception {
    TrackXFilter visitors = started(TrackXFilter.builder()
        .client(recorder.client)
        .sessions(Sessions.VISITOR)
        .visitors(VisitorPseudonym.random()));
    String[] seen = new String[2];
    visitors.doFilter(fake.request(), fake.answer.response(), chain((request, response) -> {
      seen[0] = CurrentVisitor.get();
      request.startAsync().start(() -> {
        seen[1] = CurrentVisitor.get();
        throw failure;
      });
    }));
    assertThat(CurrentVisitor.get()).isNull();
    assertThatThrownBy(fake.started.get(0)::run).isSameAs(failure);

    assertThat(CurrentVisitor.get()).isNull();
    assertThat(seen[0]).hasSize(32).isEqualTo(seen[1]);
    assertThat(recorder.events()).hasSize(1);
    assertThat(recorder.sessions(1)).singleElement().matches(Session::withError);
  }

  @Test
  void startByOthers_isWatchedWhenTheChainIsOver() throws Exception {
    run(request -> fake.request().startAsync());
    fake.listeners.get(0).onError(fake.event(failure));

    assertThat(recorder.events()).hasSize(1);
  }

  @Test
  void startThatIsOverAlready_changesNothing() throws Exception {
    fake.tooLate = new IllegalStateException("completed");
    run(request -> fake.request().startAsync());
    run(request -> assertThat(request.startAsync()).isSameAs(fake.request().getAsyncContext()));

    assertThat(fake.listeners).isEmpty();
  }

  @Test
  void context_isTheSameHoweverItIsAskedFor_andLeadsToTheContainers() throws Exception {
    run(request -> {
      AsyncContext context = request.startAsync(request, fake.answer.response());
      assertThat(request.getAsyncContext()).isSameAs(context);
      assertThat(context.getRequest()).isSameAs(fake.request());
      assertThat(context.getResponse()).isSameAs(fake.answer.response());
      assertThat(context.hasOriginalRequestAndResponse()).isTrue();
      assertThat(context.getTimeout()).isEqualTo(30_000);
      context.setTimeout(1);
      context.dispatch();
      context.dispatch("/x");
      context.dispatch(null, "/x");
      context.addListener(fake.listeners.get(0));
      context.addListener(fake.listeners.get(0), request, fake.answer.response());
      assertThat(context.createListener(AsyncWatch.class)).isNull();
      context.start(null);
      context.complete();
    });

    assertThat(fake.listeners).hasSize(3);
    assertThat(fake.started).containsExactly((Runnable) null);
  }

  @Test
  void contextOfARequestWithoutOne_throwsLikeTheContainer() throws Exception {
    run(request ->
        assertThat(request.getAsyncContext()).isSameAs(fake.request().getAsyncContext()));
  }

  @Test
  void asyncDispatch_ofTheWrappedRequest_isWatchedAgain() throws Exception {
    ServletRequest[] wrapped = new ServletRequest[1];
    run(request -> {
      wrapped[0] = request;
      request.startAsync(request, fake.answer.response());
    });
    fake.dispatcher = DispatcherType.ASYNC;
    fake.asyncStarted = false;
    ServletRequest dispatched =
        new HttpServletRequestWrapper((jakarta.servlet.http.HttpServletRequest) wrapped[0]);
    assertThatThrownBy(
            () -> filter.doFilter(dispatched, fake.answer.response(), chain(throwing(failure))))
        .isSameAs(failure);
    fake.listeners.get(0).onError(fake.event(failure));

    assertThat(recorder.events())
        .singleElement()
        .extracting(Event::meta)
        .extracting(meta -> ((Map<?, ?>) meta.get("http")).get("dispatcher"))
        .isEqualTo("ASYNC");
  }

  private Runnable throwingTask() {
    return () -> {
      throw failure;
    };
  }

  private void start() throws Exception {
    run(request -> request.startAsync());
  }

  /** Runs a started task like the container does. */
  private Runnable task(Runnable task) throws Exception {
    run(request -> request.startAsync().start(task));
    return fake.started.get(0);
  }

  /** A servlet as a lambda. */
  interface Servlet {
    void serve(ServletRequest request) throws Exception;
  }

  private void run(Servlet servlet) throws Exception {
    filter.doFilter(
        fake.request(),
        fake.answer.response(),
        chain((request, response) -> servlet.serve(request)));
  }
}
