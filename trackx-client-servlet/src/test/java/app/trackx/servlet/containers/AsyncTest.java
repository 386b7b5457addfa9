package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that continue after the filter has returned. */
class AsyncTest {
  // not the standard attribute, which Tomcat reads while another thread may set it
  private static final String SPRING =
      "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

  private final Site site = new Site();
  private final CountDownLatch completed = new CountDownLatch(1);
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @AfterEach
  void close() {
    pool.shutdownNow();
    site.close();
  }

  /** The application's own listener, which runs after the filter's. */
  private class Listener implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      completed.countDown();
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  private AsyncContext start(HttpServletRequest request, long timeout) {
    AsyncContext async = request.startAsync();
    async.setTimeout(timeout);
    async.addListener(new Listener());
    return async;
  }

  private void awaitCompletion() {
    try {
      assertThat(completed.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void taskThatFails_isOneEvent() {
    site.servlet(
            "/orders",
            (request, response) -> start(request, 1_000).start(() -> {
              throw new IllegalStateException("no stock");
            }))
        .start();

    site.post("/orders"); // responds with 500 or not at all: Tomcat sometimes closes the connection
    Event event = site.event();
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.type()).isEqualTo(1);
    assertThat(event.uri()).isEqualTo(site.url("/orders"));
    assertThat(site.client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void dispatchThatFails_isOneEvent() {
    site.servlet("/orders", (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ASYNC) {
            throw new IllegalStateException("no stock");
          }
          AsyncContext async = start(request, 10_000);
          pool.execute(async::dispatch);
        })
        .start();

    assertThat(site.get("/orders").statusCode()).isEqualTo(500);
    Event event = site.event();
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(Site.http(event)).containsEntry("dispatcher", "ASYNC");
    assertThat(event.uri()).isEqualTo(site.url("/orders"));
    assertThat(site.client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void dispatchToAnotherPage_isReportedForTheFirst() {
    site.servlet("/orders", (request, response) -> {
          AsyncContext async = start(request, 10_000);
          pool.execute(() -> async.dispatch("/stock"));
        })
        .servlet("/stock", (request, response) -> {
          throw new IllegalStateException("no stock");
        })
        .start();
    site.get("/orders");

    assertThat(site.event().uri()).isEqualTo(site.url("/orders"));
  }

  @Test
  void completedWith500AndTheException_isAnEvent() {
    site.servlet("/orders", (request, response) -> {
          AsyncContext async = start(request, 10_000);
          pool.execute(() -> {
            request.setAttribute(SPRING, new IllegalStateException("no stock"));
            response.setStatus(500);
            async.complete();
          });
        })
        .start();

    assertThat(site.get("/orders").statusCode()).isEqualTo(500);
    awaitCompletion();
    assertThat(site.event().message()).isEqualTo("no stock");
  }

  @Test
  void completedWithoutAnError_isNone() {
    site.servlet("/orders", (request, response) -> {
          AsyncContext async = start(request, 10_000);
          async.start(() -> {
            print(async, "17");
            async.complete();
          });
        })
        .start();

    assertThat(site.get("/orders").body()).isEqualTo("17");
    awaitCompletion();
    assertThat(site.events()).isEmpty();
  }

  @Test
  void completedAtOnce_isNone() {
    site.servlet("/orders", (request, response) -> {
          AsyncContext async = start(request, 10_000);
          response.getWriter().print("17");
          async.complete();
        })
        .start();

    assertThat(site.get("/orders").body()).isEqualTo("17");
    awaitCompletion();
    assertThat(site.events()).isEmpty();
    assertThat(site.traffic.thrown).isEmpty();
  }

  @Test
  void completedByAnotherThread_whileTheFilterReturns_isNone() {
    site.servlet("/orders", (request, response) -> {
          AsyncContext async = request.startAsync();
          response.getWriter().print("17");
          pool.execute(async::complete);
        })
        .start();
    for (int i = 0; i < 100; i++) {
      assertThat(site.get("/orders").body()).isEqualTo("17");
    }

    assertThat(site.events()).isEmpty();
    assertThat(site.traffic.thrown).isEmpty();
  }

  @Test
  void timeoutWithoutAnAnswer_isAnEvent() {
    site.servlet("/orders", (request, response) -> start(request, 100)).start();

    assertThat(site.get("/orders").statusCode()).isGreaterThanOrEqualTo(500);
    awaitCompletion();
    Event event = site.event();
    assertThat(event.type()).isEqualTo(1);
    assertThat(event.uri()).isEqualTo(site.url("/orders"));
  }

  @Test
  void timeoutWithAnAnswerOfItsOwn_isNone() {
    site.servlet("/orders", (request, response) -> {
          AsyncContext async = request.startAsync();
          async.setTimeout(100);
          async.addListener(new Listener() {
            @Override
            public void onTimeout(AsyncEvent event) throws IOException {
              event.getSuppliedResponse().getWriter().print("later");
              event.getAsyncContext().complete();
            }
          });
        })
        .start();

    assertThat(site.get("/orders").body()).isEqualTo("later");
    awaitCompletion();
    assertThat(site.events()).isEmpty();
  }

  @Test
  void timeoutThatIsAnswered503_isAnEvent() {
    site.servlet("/orders", (request, response) -> {
          AsyncContext async = request.startAsync();
          async.setTimeout(100);
          async.addListener(new Listener() {
            @Override
            public void onTimeout(AsyncEvent event) {
              ((HttpServletResponse) event.getSuppliedResponse()).setStatus(503);
              event.getAsyncContext().complete();
            }
          });
        })
        .start();

    assertThat(site.get("/orders").statusCode()).isEqualTo(503);
    awaitCompletion();
    assertThat(Site.http(site.event())).containsEntry("status", "503");
  }

  @Test
  void dispatchFromDispatch_thatFails_isOneEvent() {
    AtomicInteger rounds = new AtomicInteger();
    site.servlet("/orders", (request, response) -> {
          if (rounds.incrementAndGet() > 2) {
            throw new IllegalStateException("no stock");
          }
          AsyncContext async = request.startAsync();
          async.setTimeout(10_000);
          pool.execute(async::dispatch);
        })
        .start();

    assertThat(site.get("/orders").statusCode()).isEqualTo(500);
    assertThat(site.event().message()).isEqualTo("no stock");
    assertThat(site.client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void contextWithRequestAndResponse_isFollowedToo() {
    site.servlet("/orders", (request, response) -> {
          AsyncContext async = request.startAsync(request, response);
          async.setTimeout(10_000);
          assertThat(request.getAsyncContext()).isSameAs(async);
          async.start(() -> {
            request.setAttribute(SPRING, new IllegalStateException("no stock"));
            response.setStatus(500);
            async.complete();
          });
        })
        .start();

    assertThat(site.get("/orders").statusCode()).isEqualTo(500);
    assertThat(site.event().message()).isEqualTo("no stock");
  }

  @Test
  void errorPageOfAnAsyncFailure_thatFails_isAnEventOfItsOwn() {
    AtomicBoolean asked = new AtomicBoolean();
    site.servlet("/orders", (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ASYNC) {
            throw new IllegalStateException("no stock");
          }
          AsyncContext async = start(request, 10_000);
          pool.execute(async::dispatch);
        })
        .servlet("/sorry", (request, response) -> {
          asked.set(true);
          throw new IllegalArgumentException("no template");
        })
        .errorPage(500, "/sorry")
        .start();
    site.post("/orders");
    site.traffic.awaitIdle();
    site.server.awaitEvents(asked.get() ? 2 : 1, Site.LONG); // Undertow renders no error page

    assertThat(site.events())
        .extracting(Event::message)
        .containsExactlyInAnyOrderElementsOf(
            asked.get() ? List.of("no stock", "no template") : List.of("no stock"));
  }

  private static void print(AsyncContext async, String text) {
    try {
      async.getResponse().getWriter().print(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
