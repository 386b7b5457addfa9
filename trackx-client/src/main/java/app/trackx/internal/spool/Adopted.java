package app.trackx.internal.spool;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The result of {@link Spool#adopt}. Immutable. */
public final class Adopted {
  private final int events;
  private final long errors;
  private final @Nullable IOException problem;

  Adopted(int events, long errors, @Nullable IOException problem) {
    this.events = events;
    this.errors = errors;
    this.problem = problem;
  }

  /** Returns the number of adopted events, including those reported to {@link Losses} since. */
  public int events() {
    return events;
  }

  /** Returns the number of errors that these events stand for. */
  public long errors() {
    return errors;
  }

  /** Returns the first reason why something was not adopted, or null. */
  public @Nullable IOException problem() {
    return problem;
  }
}
