package app.trackx.logback;

import app.trackx.internal.logging.Grace;
import ch.qos.logback.classic.LoggerContext;
import java.util.function.BiConsumer;
import org.slf4j.LoggerFactory;

/** An application that logs through Logback, called by reflection across class loaders. */
public final class LogbackApp implements BiConsumer<String, String> {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  @Override
  public void accept(String what, String text) {
    if (what.equals("start")) {
      Grace.brief();
      context.reset();
      TrackXAppender appender = new TrackXAppender();
      appender.setContext(context);
      appender.setEndpoint(text);
      appender.start();
      context.getLogger("ROOT").addAppender(appender);
    } else if (what.equals("log")) {
      context.getLogger("shop.Orders").error(text, new IllegalStateException("no stock"));
    } else {
      context.stop();
    }
  }
}
