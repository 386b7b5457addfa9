package app.trackx.transport.kafka;

import java.io.IOException;

/** Kafka did not acknowledge a record. The client's own warning shows the name of this class. */
final class NotAcknowledgedException extends IOException {
  private static final long serialVersionUID = 1;

  NotAcknowledgedException(String message, Throwable cause) {
    super(message, cause);
  }
}
