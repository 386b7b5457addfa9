package app.trackx.log4j;

import app.trackx.internal.logging.Grace;
import java.util.function.BiConsumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.DefaultConfiguration;

/** An application that logs through Log4j, called by reflection across class loaders. */
public final class Log4jApp implements BiConsumer<String, String> {
  private final LoggerContext context = new LoggerContext("undeployed");

  @Override
  public void accept(String what, String text) {
    if (what.equals("start")) {
      Grace.brief();
      context.start(new DefaultConfiguration());
      TrackXAppender appender =
          TrackXAppender.newBuilder().setName("TRACKX").setEndpoint(text).build();
      appender.start();
      context.getConfiguration().addAppender(appender);
      context.getRootLogger().addAppender(appender);
      context.getRootLogger().setLevel(Level.ERROR);
    } else if (what.equals("log")) {
      context.getLogger("shop.Orders").error(text, new IllegalStateException("no stock"));
    } else {
      context.stop();
    }
  }
}
