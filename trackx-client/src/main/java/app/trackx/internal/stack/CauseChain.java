package app.trackx.internal.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions of a cause chain and their messages, as the thread that caught the error sees
 * them; immutable.
 *
 * <p>This is the part of an error that cannot wait: {@code getMessage()} and {@code getCause()} may
 * be overridden and read mutable or thread-bound state. Frames can wait, so they are not touched
 * here. Both calls are user code: whatever they throw is caught. Links are told apart by identity,
 * never by the exception's own {@code equals}, with a linear scan, which for chains of real length
 * is cheaper than any set. Three links cost well under a microsecond and 96 bytes.
 */
public final class CauseChain {
  /**
   * Most links that are followed; an overridden {@code getCause()} may invent a new cause for ever.
   */
  static final int MAX_LINKS = 256;

  /** Most suppressed exceptions that are offered. */
  static final int MAX_SUPPRESSED = 10;

  private static final int USUAL_LINKS = 4;

  private final Throwable[] errors;
  private final @Nullable String[] messages;
  private final int size;
  private final boolean circular;

  private CauseChain(Throwable[] errors, @Nullable String[] messages, int size, boolean circular) {
    this.errors = errors;
    this.messages = messages;
    this.size = size;
    this.circular = circular;
  }

  /**
   * Reads the chain of {@code error}, on the calling thread. Throws nothing that the exceptions throw, but
   * for what stops the thread.
   *
   * @param error the outermost exception
   * @return its chain, at least one and at most 256 links long
   */
  public static CauseChain of(Throwable error) {
    Throwable[] errors = new Throwable[USUAL_LINKS];
    @Nullable String[] messages = new String[USUAL_LINKS];
    int size = 0;
    @Nullable Throwable link = error;
    while (link != null && size < MAX_LINKS) {
      for (int i = 0; i < size; i++) {
        if (errors[i] == link) {
          return new CauseChain(errors, messages, size, true);
        }
      }
      if (size == errors.length) {
        errors = Arrays.copyOf(errors, size * 2);
        messages = Arrays.copyOf(messages, size * 2);
      }
      errors[size] = link;
      try { // all in one method: short of being compiled well, each call costs cold code
        messages[size] = link.getMessage();
      } catch (Throwable failedInUserCode) {
        ThreadStop.rethrow(failedInUserCode);
        messages[size] = null;
      }
      size++;
      try {
        link = link.getCause();
      } catch (Throwable failedInUserCode) {
        ThreadStop.rethrow(failedInUserCode);
        link = null;
      }
    }
    return new CauseChain(errors, messages, size, false);
  }

  /**
   * The message of an exception outside the chain, a suppressed one for instance.
   *
   * @param error whose {@code getMessage()} is called
   * @return the message, or null when there is none or asking for it failed
   */
  public static @Nullable String messageOf(Throwable error) {
    try {
      return error.getMessage();
    } catch (Throwable failedInUserCode) {
      return null;
    }
  }

  /**
   * How many exceptions the chain holds.
   *
   * @return 1 to 256
   */
  public int size() {
    return size;
  }

  /**
   * One exception of the chain.
   *
   * @param index 0 for the outermost, {@code size() - 1} for the root cause
   * @return the exception itself
   */
  public Throwable error(int index) {
    return errors[index];
  }

  /**
   * The message that one exception had when the chain was read; not copied, however long.
   *
   * @param index 0 for the outermost, {@code size() - 1} for the root cause
   * @return the message, or null when there is none or {@code getMessage()} threw
   */
  public @Nullable String message(int index) {
    return messages[index];
  }

  /**
   * Whether the cause of the last link is an exception that the chain already holds.
   *
   * @return true for a cycle; a chain that merely was too long is not circular
   */
  public boolean circular() {
    return circular;
  }

  /**
   * The suppressed exceptions of all links, root cause first, then those that they in turn
   * suppressed. Runs no user code, but takes each exception's monitor for a moment: meant for the
   * delivery thread.
   *
   * @return at most 10 exceptions, none of them twice and none that is a link; unmodifiable
   */
  public List<Throwable> suppressed() {
    Throwable[] found = new Throwable[MAX_SUPPRESSED];
    int count = 0;
    for (int i = size - 1; i >= 0; i--) {
      count = addSuppressed(errors[i], found, count);
    }
    if (count == 0) {
      return Collections.emptyList();
    }
    for (int i = 0; i < count; i++) {
      count = addSuppressed(found[i], found, count);
    }
    return Collections.unmodifiableList(
        new ArrayList<Throwable>(Arrays.asList(found).subList(0, count)));
  }

  private int addSuppressed(Throwable error, Throwable[] found, int count) {
    for (Throwable suppressed : error.getSuppressed()) {
      if (count < found.length
          && !contains(found, count, suppressed)
          && !contains(errors, size, suppressed)) {
        found[count++] = suppressed;
      }
    }
    return count;
  }

  private static boolean contains(Throwable[] errors, int size, Throwable wanted) {
    for (int i = 0; i < size; i++) {
      if (errors[i] == wanted) {
        return true;
      }
    }
    return false;
  }
}
