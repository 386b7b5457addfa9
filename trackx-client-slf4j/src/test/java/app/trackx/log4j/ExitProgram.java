package app.trackx.log4j;

import app.shop.Orders;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.message.AsynchronouslyFormattable;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;

/**
 * Logs an error and exits at once, in the way that the first argument names. With a second argument
 * it sets up the process-wide client, which prints each event, and the message is slow to render,
 * so that the client's own shutdown hook may find nothing pending. Without one it first logs
 * another error and waits for input from the test, so that the JVM is warm for the two seconds of
 * shutdown.
 */
public final class ExitProgram {
  private ExitProgram() {}

  public static void main(String[] arguments) throws Exception {
    Logger logger = LogManager.getLogger(ExitProgram.class);
    Runnable last = () -> Orders.fail(logger, 7);
    if (arguments.length > 1) {
      TrackX.setup(TrackXClient.builder(arguments[1]).transport(ExitProgram::print));
      last = () -> logger.error((Message) new SlowMessage("order 7 failed"));
    } else {
      logger.error("so that all is warm");
      System.in.read();
    }
    end(arguments[0], last);
  }

  private static void end(String how, Runnable last) throws InterruptedException {
    switch (how) {
      case "return" -> last.run();
      case "exit" -> {
        last.run();
        System.exit(3);
      }
      case "daemon" -> {
        Thread daemon = new Thread(() -> {
          last.run();
          System.exit(3);
        });
        daemon.setDaemon(true);
        daemon.start();
        daemon.join();
      }
      default -> throw new IllegalArgumentException(how);
    }
  }

  private static void aWhile() {
    try {
      new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Outcome print(TransportRequest request) {
    aWhile();
    System.out.println(new String(request.body(), StandardCharsets.UTF_8));
    return Outcome.sent();
  }

  @AsynchronouslyFormattable
  private static final class SlowMessage extends SimpleMessage {
    private static final long serialVersionUID = 1;

    SlowMessage(String text) {
      super(text);
    }

    @Override
    public String getFormattedMessage() {
      aWhile();
      return super.getFormattedMessage();
    }
  }
}
