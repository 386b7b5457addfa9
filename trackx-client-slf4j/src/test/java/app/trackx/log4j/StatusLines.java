package app.trackx.log4j;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** Records warnings and errors of Log4j's status logger. */
final class StatusLines implements StatusListener {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  StatusLines() {
    StatusLogger.getLogger().registerListener(this);
  }

  @Override
  public void log(StatusData data) {
    lines.add(data.getLevel() + " " + data.getMessage().getFormattedMessage());
  }

  @Override
  public Level getStatusLevel() {
    return Level.WARN;
  }

  List<String> all() {
    return lines;
  }

  void stop() {
    StatusLogger.getLogger().removeListener(this); // also closes it
  }

  @Override
  public void close() {}
}
