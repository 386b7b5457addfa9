package app.trackx.peers;

import java.util.concurrent.TimeUnit;

/**
 * How the server answers: {@code ok}, {@code delay:MS} (200 after a while), {@code hang} (never), or
 * {@code status:CODE,MS,RETRY_AFTER} (that status for a while, from the first request on; no header if 0).
 */
final class AnswerScript {
  static final int NEVER = -1;

  private final String kind;
  private final int[] arguments;
  private long start;

  private AnswerScript(String kind, int[] arguments) {
    this.kind = kind;
    this.arguments = arguments;
  }

  static AnswerScript parse(String text) {
    String[] parts = text.split("[:,]");
    int[] arguments = new int[parts.length - 1];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = Integer.parseInt(parts[i + 1]);
    }
    return new AnswerScript(parts[0], arguments);
  }

  /** An answer; {@code delayMillis} is {@link #NEVER} if there is none. */
  record Answer(int status, int delayMillis, int retryAfterSeconds) {}

  synchronized Answer next() {
    return switch (kind) {
      case "ok" -> new Answer(200, 0, 0);
      case "delay" -> new Answer(200, arguments[0], 0);
      case "hang" -> new Answer(0, NEVER, 0);
      case "status" ->
        refusing() ? new Answer(arguments[0], 0, arguments[2]) : new Answer(200, 0, 0);
      default -> throw new IllegalStateException(kind);
    };
  }

  private boolean refusing() {
    long now = System.nanoTime();
    if (start == 0) {
      start = now;
    }
    return now - start < TimeUnit.MILLISECONDS.toNanos(arguments[1]);
  }
}
