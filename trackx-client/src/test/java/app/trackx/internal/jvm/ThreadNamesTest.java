package app.trackx.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.VirtualThreads;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class ThreadNamesTest {
  @Test
  void name_staysAsItIs() {
    assertThat(ThreadNames.of(new Thread("worker-7"))).isEqualTo("worker-7");
  }

  @Test
  void threadWithoutName_isItsNumber() {
    Thread thread = new Thread("");

    assertThat(ThreadNames.of(thread)).isEqualTo("#" + thread.getId());
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThreadWithoutName_isItsNumber() {
    AtomicReference<String> name = new AtomicReference<>();

    long id = VirtualThreads.run(() -> name.set(ThreadNames.of(Thread.currentThread())));

    assertThat(name).hasValue("virtual #" + id);
  }

  @Test
  void threadsOfTheKafkaTransport_belongToAClient() {
    assertThat(ThreadNames.isName("trackx-kafka")).isTrue();
    assertThat(ThreadNames.isName("kafka-producer-network-thread | trackx-client-1"))
        .isTrue();
    assertThat(ThreadNames.isName("kafka-producer-network-thread | shop")).isFalse();
  }
}
