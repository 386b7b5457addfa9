package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.KnownKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FoldingQueueTest {
  private final FoldingQueue queue = new FoldingQueue(3);
  private long numbers;

  @Test
  void poll_returnsTheOldestFirst() {
    queue.add(event("a"));
    queue.add(event("b"));

    assertThat(polled()).containsExactly("a", "b");
    assertThat(queue.poll(0, 0)).isNull();
  }

  @Test
  void poll_returnsNewErrorsBeforeRepeats() {
    send("old");
    queue.add(event("old"));
    queue.add(event("new"));

    assertThat(polled()).containsExactly("new", "old");
  }

  @Test
  void add_ofAQueuedError_isARepeat() {
    queue.add(event("a"));
    queue.add(event("a"));
    queue.add(event("b"));

    assertThat(polled()).containsExactly("a", "b", "a");
  }

  @Test
  void putBack_goesFirstAgainUnlessTheServerFailedOnIt() {
    queue.add(event("poison"));
    queue.add(event("unlucky"));
    queue.add(event("other"));
    PendingEvent poison = queue.poll(0, 0);
    PendingEvent unlucky = queue.poll(0, 0);
    queue.putBack(poison, true);
    queue.putBack(unlucky, false);

    assertThat(polled()).containsExactly("unlucky", "other", "poison");
  }

  @Test
  void waiting_isTheYoungestOfThatKey_andNoneOnceItWasTaken() {
    PendingEvent first = event("a");
    PendingEvent second = event("a");
    queue.add(first);
    assertThat(queue.waiting("a")).isSameAs(first);
    queue.add(second);
    assertThat(queue.waiting("a")).isSameAs(second);

    polled();

    assertThat(queue.waiting("a")).isNull();
  }

  @Test
  void compact_foldsTheEventsOfAKeyIntoTheOldest() {
    PendingEvent oldest = event("a");
    queue.add(oldest);
    queue.add(event("b"));
    PendingEvent younger = event("a");
    younger.fold(900);
    queue.add(younger);

    queue.compact();

    assertThat(queue.size()).isEqualTo(2);
    assertThat(oldest.errors).isEqualTo(3);
    assertThat(oldest.lastNanos).isEqualTo(900);
    assertThat(queue.waiting("a")).isSameAs(oldest);
    assertThat(polled()).containsExactly("a", "b");
  }

  @Test
  void compact_withAnOlderOneThatCameBackFromTheServer_keepsThatOne() {
    PendingEvent sent = event("a");
    queue.add(sent);
    queue.poll(0, 0);
    queue.add(event("a"));
    queue.putBack(sent, true);

    queue.compact();

    assertThat(queue.all()).containsExactly(sent);
    assertThat(sent.errors).isEqualTo(2);
  }

  @Test
  void evict_takesTheRepeatThatWasRepeatedMost() {
    send("rare");
    send("frequent");
    PendingEvent frequent = event("frequent");
    frequent.fold(1);
    PendingEvent fresh = event("never sent, and often");
    fresh.fold(1);
    fresh.fold(2);
    queue.add(event("rare"));
    queue.add(frequent);
    queue.add(fresh);

    assertThat(queue.evict("new", false)).isSameAs(frequent);
    assertThat(queue.size()).isEqualTo(2);
  }

  @Test
  void evict_withoutRepeats_takesTheOneThatOccurredMost() {
    PendingEvent often = event("often");
    often.fold(1);
    queue.add(event("once"));
    queue.add(often);
    queue.add(event("once more"));

    assertThat(queue.evict("new", false)).isSameAs(often);
  }

  @Test
  void evict_allOccurredOnce_dropsTheNewOne() {
    addThree();

    assertThat(queue.evict("new", false)).isNull();
    assertThat(queue.size()).isEqualTo(3);
  }

  @Test
  void evict_newOneIsKnownToTheServer_neverCostsOneThatIsNot() {
    send("known");
    addThree();
    queue.waiting("a").fold(1);

    assertThat(queue.evict("known", false)).isNull();
  }

  @Test
  void evict_forAnErrorThatWasEvictedBefore_evictsNoOther() {
    addThree();
    queue.waiting("a").fold(1);
    assertThat(queue.evict("new", false).key).isEqualTo("a");
    queue.add(event("new"));
    queue.waiting("b").fold(1);

    assertThat(queue.evict("a", false)).isNull();
    assertThat(queue.evict("a", true)).isNull();
    assertThat(queue.evict("another", false).key).isEqualTo("b");
  }

  @Test
  void evict_onceTheServerAcceptedOne_isAsBefore() {
    addThree();
    assertThat(queue.evict("d", false)).isNull();
    queue.poll(0, 0);
    queue.markReceived();
    queue.add(event("e"));
    queue.waiting("b").fold(1);

    assertThat(queue.evict("d", false).key).isEqualTo("b");
  }

  @Test
  void evict_toTheSpool_takesTheOldest() {
    addThree();

    assertThat(queue.evict("new", true).key).isEqualTo("a");
  }

  @Test
  void oldest_isTheLowestQueuedNumber() {
    assertThat(queue.oldest(77)).isEqualTo(77);
    queue.add(event("a"));
    queue.add(event("b"));
    PendingEvent a = queue.poll(0, 0);
    assertThat(queue.oldest(77)).isEqualTo(1);

    queue.putBack(a, true);

    assertThat(queue.oldest(77)).isZero();
  }

  @Test
  void oldest_whateverIsTakenAndPutBack_isTheLowestNumber() {
    FoldingQueue large = new FoldingQueue(1_000);
    Random random = new Random(42);
    PendingEvent taken = null;
    for (int i = 0; i < 20_000; i++) {
      int dice = random.nextInt(10);
      if (dice < 4) {
        large.add(event("k" + random.nextInt(20)));
      } else if (taken == null) {
        taken = large.poll(0, 0);
      } else {
        if (dice < 6) {
          large.putBack(taken, dice == 4);
        } else {
          large.markReceived();
        }
        taken = null;
      }
      if (dice == 9 && i % 50 == 0) {
        large.compact();
      }
      long lowest = large.all().stream().mapToLong(e -> e.number).min().orElse(77_000);
      assertThat(large.oldest(77_000)).isEqualTo(lowest);
    }
  }

  @Test
  void sentError_isForgottenAfterAThousandOthers() {
    send("first");
    send("second");
    for (int i = 0; i < KnownKinds.REMEMBERED - 1; i++) {
      send("other " + i);
    }
    queue.add(event("second"));
    queue.add(event("first"));

    assertThat(polled()).containsExactly("first", "second");
  }

  @Test
  void openAggregate_isNotSentBeforeItIsDue() {
    send("known");
    PendingEvent aggregate = event("known");
    aggregate.dueNanos = queue.untilDue("known", 0);
    queue.addOpen(aggregate);

    assertThat(queue.isIdle()).isTrue();
    assertThat(queue.poll(0, 0)).isNull();
    assertThat(queue.waiting("known")).isSameAs(aggregate);
    assertThat(queue.oldest(77)).isEqualTo(aggregate.number);
    assertThat(queue.oldestDue(77)).isEqualTo(77);

    queue.closeDue(TimeUnit.SECONDS.toNanos(10));

    assertThat(queue.poll(0, 0)).isSameAs(aggregate);
  }

  /** Sends an event with this key; the queue is empty. */
  private void send(String key) {
    queue.add(event(key));
    queue.poll(0, 0);
    queue.markReceived();
  }

  private void addThree() {
    queue.add(event("a"));
    queue.add(event("b"));
    queue.add(event("c"));
  }

  private PendingEvent event(String key) {
    OutboundEvent ready = OutboundEvent.of(new EventPayload(EventType.PROGRAMMATIC));
    return new PendingEvent(key, ready, numbers++, 0, 0, null);
  }

  private List<String> polled() {
    List<String> keys = new ArrayList<>();
    for (PendingEvent event = queue.poll(0, 0); event != null; event = queue.poll(0, 0)) {
      keys.add(event.key);
    }
    return keys;
  }
}
