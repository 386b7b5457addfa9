package app.trackx.internal.spool;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What {@link Spool#adopt} found and took over. Immutable. */
public final class Adopted {
  private final int events;
  private final long errors;
  private final @Nullable IOException problem;

  Adopted(int events, long errors, @Nullable IOException problem) {
    this.events = events;
    this.errors = errors;
    this.problem = problem;
  }

  /** How many events were taken over, also those that {@link Losses} has heard of since. */
  public int events() {
    return events;
  }

  /** How many errors these events stand for. */
  public long errors() {
    return errors;
  }

  /** Why something was left where it was; the first such reason, or null. */
  public @Nullable IOException problem() {
    return problem;
  }
}
