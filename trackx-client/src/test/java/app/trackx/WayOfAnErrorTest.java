package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How many classes a reader opens to follow an error from the application to the socket. */
class WayOfAnErrorTest {
  private static final int MOST_CLASSES = 12;

  @Test
  void error_passesFewClasses_fromSendEventToTheSocket() throws Exception {
    Set<String> classes = classesOnTheWay();

    assertThat(classes)
        .contains(
            "app.trackx.TrackXClient",
            "app.trackx.internal.delivery.Intake",
            "app.trackx.EventProcessor",
            "app.trackx.Sender",
            "app.trackx.internal.http.BoundedSocket")
        .hasSizeLessThanOrEqualTo(MOST_CLASSES); // prints them
  }

  private static Set<String> classesOnTheWay() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result result =
          new ChildJvm().option("-Xint").run(WayOfAnErrorProgram.class, server.endpoint());
      assertThat(result.exitCode).as("%s", result.err).isZero();
      return result.out.stream()
          .filter(line -> line.startsWith(WayOfAnErrorProgram.CLASS))
          .map(line -> line.substring(WayOfAnErrorProgram.CLASS.length()))
          .filter(name -> !name.equals(WayOfAnErrorProgram.class.getName()))
          .collect(Collectors.toSet());
    }
  }
}
