package app.shop;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue of an application that logs later, and on another thread, what it was given. */
public final class LogQueue {
  private final List<String[]> lines = new ArrayList<>();

  /** Adds a message for a logger. */
  public LogQueue add(String logger, String text) {
    lines.add(new String[] {logger, text});
    return this;
  }

  /** Logs all messages, from one line, and waits for that. */
  public void drain() throws InterruptedException {
    Thread thread = new Thread(this::run, "log-queue");
    thread.start();
    thread.join();
  }

  private void run() {
    for (String[] line : lines) {
      Logger logger = LoggerFactory.getLogger(line[0]);
      logger.error(line[1]);
    }
  }
}
