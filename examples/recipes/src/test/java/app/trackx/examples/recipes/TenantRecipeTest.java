package app.trackx.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import app.trackx.local.Event;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantRecipeTest {
  private static final int PATIENCE_SECONDS = 20;

  /** The context of an application or its framework. */
  private final ThreadLocal<@Nullable String> currentTenant = new ThreadLocal<>();

  private final CountDownLatch contextCleared = new CountDownLatch(1);

  /** The wrong way: a handler that reads the context. */
  private final Site site = Site.with((event, reason) -> {
    awaitQuietly(contextCleared);
    event.getMeta().put("askedByTheHandler", currentTenant.get());
    return event;
  });

  private final TenantReporter errors = new TenantReporter(site.client, currentTenant::get);

  @AfterEach
  void close() {
    contextCleared.countDown();
    site.close();
  }

  @Test
  void tenant_isThatOfTheThread_thoughTheContextIsClearedBeforeItIsSent() throws Exception {
    Thread one = request("t-1", "order 1");
    one.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    Thread two = request("t-2", "order 2");
    two.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    contextCleared.countDown();
    site.flush();

    assertThat(site.events())
        .extracting(Event::message, event -> event.meta().get("tenantId"))
        .containsExactly(tuple("order 1", "t-1"), tuple("order 2", "t-2"));
  }

  @Test
  void handler_findsNoContextOnItsThread_evenWhileItIsSet() {
    contextCleared.countDown();
    currentTenant.set("t-1");
    errors.send(new IllegalStateException("a"));
    site.flush(); // the context is still set

    assertThat(currentTenant.get()).isEqualTo("t-1");
    assertThat(site.onlyEvent().meta())
        .containsEntry("tenantId", "t-1")
        .containsEntry("askedByTheHandler", null);
  }

  @Test
  void noTenant_sendsTheErrorWithoutOne() {
    contextCleared.countDown();
    errors.send(new IllegalStateException("a"));
    site.flush();

    assertThat(site.onlyEvent().meta()).doesNotContainKey("tenantId");
  }

  @Test
  void contextThatThrows_doesNotHideTheError() {
    contextCleared.countDown();
    TenantReporter outside = new TenantReporter(site.client, () -> {
      throw new IllegalStateException("not within a request");
    });

    outside.send(new IllegalArgumentException("the error"));
    site.flush();

    assertThat(site.onlyEvent().message()).isEqualTo("the error");
  }

  @Test
  void contextThatFailsWithAnError_doesNotHideTheError_either() {
    contextCleared.countDown();
    TenantReporter broken = new TenantReporter(site.client, () -> {
      throw new NoClassDefFoundError("SecurityContext");
    });

    broken.send(new IllegalArgumentException("the error"));
    site.flush();

    assertThat(site.onlyEvent().message()).isEqualTo("the error");
  }

  @Test
  void oneTenant_goesIntoTheMetaOfTheClient() {
    contextCleared.countDown();
    site.client.meta().put("tenantId", "t-17");
    site.send(new IllegalStateException("a"));

    assertThat(site.onlyEvent().meta()).containsEntry("tenantId", "t-17");
  }

  private Thread request(String tenant, String message) {
    Thread thread = new Thread(() -> {
      currentTenant.set(tenant);
      try {
        throw new IllegalStateException(message);
      } catch (IllegalStateException e) {
        errors.send(e);
      } finally {
        currentTenant.remove();
      }
    });
    thread.start();
    return thread;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
