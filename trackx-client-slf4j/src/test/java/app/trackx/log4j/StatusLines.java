package app.trackx.log4j;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** Takes down what Log4j says of itself, warnings and worse. */
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
    StatusLogger.getLogger().removeListener(this); // which closes it
  }

  @Override
  public void close() {}
}
