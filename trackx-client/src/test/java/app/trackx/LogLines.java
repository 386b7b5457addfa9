package app.trackx;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The client's log lines while this is open; optionally a backend that fails. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final Logger logger = (Logger) LoggerFactory.getLogger("app.trackx");
  private volatile Error failure;

  LogLines() {
    start();
    logger.setAdditive(false);
    logger.addAppender(this);
  }

  void failWith(Error error) {
    failure = error;
  }

  List<String> warnings() {
    return warnings;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel() == Level.WARN) {
      warnings.add(event.getFormattedMessage());
    }
  }

  @Override
  public synchronized void doAppend(ILoggingEvent event) {
    if (failure != null) {
      throw failure;
    }
    super.doAppend(event);
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setAdditive(true);
    stop();
  }
}
