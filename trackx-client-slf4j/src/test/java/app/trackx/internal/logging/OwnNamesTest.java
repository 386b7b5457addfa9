package app.trackx.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.stack.OwnNames;
import app.trackx.jul.TrackXHandler;
import org.junit.jupiter.api.Test;

/** The names of this module's classes that the core removes from a stack. */
class OwnNamesTest {
  @Test
  void adapters_haveTheNamesThatAreRemoved() {
    assertThat(app.trackx.logback.TrackXAppender.class.getName())
        .isEqualTo(OwnNames.LOGBACK_APPENDER);
    assertThat(app.trackx.log4j.TrackXAppender.class.getName()).isEqualTo(OwnNames.LOG4J_APPENDER);
    assertThat(TrackXHandler.class.getName()).isEqualTo(OwnNames.JUL_HANDLER);
  }

  @Test
  void sharedClasses_areInTheInternalPackage() {
    assertThat(LogReporter.class.getName()).startsWith(OwnNames.INTERNAL);
  }
}
