package app.trackx.internal.delivery;

import app.trackx.Interleavings;
import java.util.ArrayDeque;
import org.jetbrains.kotlinx.lincheck.paramgen.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * A test that an {@link Intake} with room is a linearizable FIFO queue with one consumer. A full intake is
 * not: an offer may be rejected because of another one that is being rejected at the same time.
 */
public class IntakeLinearizabilityTest {
  private static final int ROOM =
      60; // more than a scenario offers, but too small for shares per source

  private final Intake<Integer> intake = new Intake<>(ROOM);

  @Operation
  public boolean offer(@Param(gen = IntGen.class, conf = "1:9") int element) {
    return intake.offer(element, element, 0);
  }

  @Operation(nonParallelGroup = "consumer")
  public Integer poll() {
    return intake.poll();
  }

  @Test
  void intake_isALinearizableQueue() {
    new ModelCheckingOptions()
        .iterations(8)
        .invocationsPerIteration(100)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .loopBound(Interleavings.LONGEST_LOOP)
        .loopIterationsBeforeThreadSwitch(Interleavings.LONGEST_LOOP)
        .sequentialSpecification(Queue.class)
        .check(getClass());
  }

  /** The sequential specification. */
  public static final class Queue {
    private final ArrayDeque<Integer> elements = new ArrayDeque<>();

    public boolean offer(int element) {
      return elements.add(element);
    }

    public Integer poll() {
      return elements.poll();
    }
  }
}
