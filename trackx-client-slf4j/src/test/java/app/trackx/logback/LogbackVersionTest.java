package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.net.URL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Verifies that each test run uses the Logback version that the build selects. */
@Tag("logback")
class LogbackVersionTest {
  @Test
  void logback_isTheOneOfThisRun() {
    String wanted = System.getProperty("trackx.test.logback", "1.3.");
    URL jar = LoggerContext.class.getProtectionDomain().getCodeSource().getLocation();

    assertThat(jar.getPath()).contains("logback-classic-" + wanted);
    assertThat(FluentApi.PRESENT).isEqualTo(!wanted.startsWith("1.2."));
  }
}
