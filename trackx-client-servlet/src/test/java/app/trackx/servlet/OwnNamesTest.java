package app.trackx.servlet;

import static app.trackx.servlet.TrackXFilterTest.chain;
import static app.trackx.servlet.TrackXFilterTest.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import app.trackx.internal.stack.OwnNames;
import jakarta.ws.rs.container.DynamicFeature;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The names of this module's classes that stand elsewhere as text. */
class OwnNamesTest {
  private final Recorder recorder = new Recorder();
  private final FakeRequest fake = new FakeRequest();
  private final TrackXFilter filter = started(TrackXFilter.builder().client(recorder.client));

  @AfterEach
  void close() {
    filter.destroy();
    recorder.close();
  }

  @Test
  void frameOfTheFilter_hasTheNameAtWhichTracesAreCutOff() {
    Throwable thrown = catchThrowable(
        () -> filter.doFilter(fake.request(), fake.answer.response(), chain((request, response) -> {
          throw new IllegalStateException();
        })));

    assertThat(thrown.getStackTrace())
        .filteredOn(frame -> frame.getClassName().equals(OwnNames.FILTER))
        .singleElement()
        .extracting(StackTraceElement::getMethodName)
        .isEqualTo(OwnNames.FILTER_METHOD);
  }

  @Test
  void frameOfAnAsynchronousTask_hasTheNameAtWhichTracesAreCutOff() throws Exception {
    filter.doFilter(fake.request(), fake.answer.response(), chain((request, response) -> {
      request.startAsync().start(() -> {
        throw new IllegalStateException();
      });
    }));

    Throwable thrown = catchThrowable(fake.started.get(0)::run);
    assertThat(thrown.getStackTrace())
        .filteredOn(frame -> frame.getClassName().equals(OwnNames.ASYNC_TASK))
        .singleElement()
        .extracting(StackTraceElement::getMethodName)
        .isEqualTo(OwnNames.ASYNC_TASK_METHOD);
  }

  @Test
  void fileForJaxRs_namesTheFeature() throws Exception {
    String file = "/META-INF/services/" + DynamicFeature.class.getName();

    assertThat(TrackXFilter.class.getResourceAsStream(file))
        .asString(StandardCharsets.UTF_8)
        .isEqualToIgnoringNewLines(JaxRsRoutes.class.getName());
  }
}
