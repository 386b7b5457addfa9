package app.trackx.logback;

import app.trackx.internal.logging.Storm;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("logback")
class LogbackThreadsTest {
  @Test
  void fiftyThreadsOfAThousandErrors_addUp() throws InterruptedException {
    LoggerContext context = new LoggerContext();
    Storm.over(client -> {
      TrackXAppender appender = new TrackXAppender();
      appender.setContext(context);
      appender.setClient(client);
      appender.start();
      Logger logger = context.getLogger("shop.Orders");
      logger.addAppender(appender);
      return logger::error;
    });
    context.stop();
  }
}
