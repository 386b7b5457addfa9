package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.FakeTime;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReportQueueTest {
  private final FakeTime time = new FakeTime();
  private final ReportQueue queue = new ReportQueue(time);

  @Test
  void queue_atFirst_isEmpty() {
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.start()).isEmpty();
  }

  @Test
  void offer_ofAReport_queuesIt() {
    assertThat(queue.offer(report(1), 0)).isTrue();

    assertThat(queue.isEmpty()).isFalse();
    List<ReportQueue.Report> next = queue.start();
    assertThat(next).hasSize(1);
    assertThat(next.get(0).content).isEqualTo(report(1));
    assertThat(queue.count(next.get(0))).isEqualTo(1);
  }

  @Test
  void offer_ofAnEqualReport_countsIt() {
    queue.offer(report(1), 0);

    assertThat(queue.offer(report(1), 0)).isTrue();

    List<ReportQueue.Report> next = queue.start();
    assertThat(next).hasSize(1);
    assertThat(queue.count(next.get(0))).isEqualTo(2);
  }

  @Test
  void offer_toAFullQueue_isRefusedUnlessAnEqualReportWaits() {
    offerAll(ReportQueue.CAPACITY);

    assertThat(queue.offer(report(ReportQueue.CAPACITY), 0)).isFalse();
    assertThat(queue.offer(report(0), 0)).isTrue();
    assertThat(queue.end()).isEqualTo(ReportQueue.CAPACITY + 1);
  }

  @Test
  void offer_ofThe64thReport_isAccepted() {
    offerAll(ReportQueue.CAPACITY - 1);

    assertThat(queue.offer(report(ReportQueue.CAPACITY), 0)).isTrue();
  }

  @Test
  void start_ofMany_returnsTheSixteenOldestInOrder() {
    offerAll(20);

    List<ReportQueue.Report> next = queue.start();

    assertThat(next).hasSize(ReportQueue.MOST_OF_A_REQUEST);
    assertThat(next.get(0).content).isEqualTo(report(0));
    assertThat(next.get(15).content).isEqualTo(report(15));
  }

  @Test
  void untilNext_afterThreeRequests_isAboutAMinute() {
    for (int i = 0; i < 3; i++) {
      assertThat(queue.untilNext()).isZero();
      queue.start();
    }

    assertThat(queue.untilNext()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(60_060));
    time.advance(Duration.ofMillis(60_060));
    assertThat(queue.untilNext()).isZero();
  }

  @Test
  void ageMillis_growsFromTheAgeAtTheOffer() {
    queue.offer(report(1), 2_000);
    time.advance(Duration.ofSeconds(3));

    assertThat(queue.ageMillis(queue.start().get(0))).isEqualTo(5_000);
  }

  @Test
  void remove_ofSentReports_countsTheEqualOnesThatCameMeanwhile() {
    queue.offer(report(1), 0);
    queue.offer(report(2), 0);
    List<ReportQueue.Report> sent = queue.start();
    queue.offer(report(1), 0);

    assertThat(queue.remove(sent)).isEqualTo(3);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void remove_ofReportsThatAreGone_countsNothing() {
    queue.offer(report(1), 0);
    List<ReportQueue.Report> sent = queue.start();
    queue.remove(sent);

    assertThat(queue.remove(sent)).isZero();
  }

  @Test
  void failed_forTheFifthTime_removesTheReport() {
    queue.offer(report(1), 0);
    queue.offer(report(1), 0);
    for (int i = 0; i < 4; i++) {
      assertThat(queue.failed(queue.start())).isZero();
    }
    assertThat(queue.isEmpty()).isFalse();

    assertThat(queue.failed(queue.start())).isEqualTo(2);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void end_removesAllAndRefusesMore() {
    queue.offer(report(1), 0);
    queue.offer(report(2), 0);

    assertThat(queue.end()).isEqualTo(2);

    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.offer(report(3), 0)).isFalse();
  }

  private void offerAll(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(queue.offer(report(i), 0)).as("report %s", i).isTrue();
    }
  }

  private static Map<String, Object> report(int number) {
    return Collections.singletonMap("number", number);
  }
}
