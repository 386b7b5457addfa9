package app.trackx.internal.stack;

import app.trackx.internal.jvm.ThreadStop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions of a cause chain and their messages, read on the thread that caught the error;
 * immutable.
 *
 * <p>These must be read at once, because {@code getMessage()} and {@code getCause()} may be
 * overridden and read mutable or thread-bound state. Frames can be read later and are not touched
 * here. Both calls are user code: anything they throw is caught. Exceptions are compared by
 * identity, never by their own {@code equals}, with a linear scan, which is cheaper than any set
 * for chains of realistic length. Three links cost well under a microsecond and 96 bytes.
 */
public final class CauseChain {
  /**
   * The maximum number of links to follow; an overridden {@code getCause()} may return new causes
   * forever.
   */
  static final int MAX_LINKS = 256;

  /** The maximum number of suppressed exceptions. */
  static final int MAX_SUPPRESSED = 10;

  private static final int INITIAL_LINKS = 4;

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
   * Reads the chain of {@code error}, on the calling thread. Throws nothing that the exceptions'
   * methods throw, except an error that stops the thread.
   *
   * @param error the outermost exception
   * @return its chain of 1 to 256 links
   */
  public static CauseChain of(Throwable error) {
    Throwable[] errors = new Throwable[INITIAL_LINKS];
    @Nullable String[] messages = new String[INITIAL_LINKS];
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
      try { // all in one method: each call costs more until the code is compiled
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
   * Returns the message of an exception outside the chain, for instance a suppressed one.
   *
   * @param error the exception whose {@code getMessage()} is called
   * @return the message, or null if there is none or the call failed
   */
  public static @Nullable String messageOf(Throwable error) {
    try {
      return error.getMessage();
    } catch (Throwable failedInUserCode) {
      return null;
    }
  }

  /**
   * Returns the number of exceptions in the chain.
   *
   * @return 1 to 256
   */
  public int size() {
    return size;
  }

  /**
   * Returns one exception of the chain.
   *
   * @param index 0 for the outermost, {@code size() - 1} for the root cause
   * @return the exception itself
   */
  public Throwable error(int index) {
    return errors[index];
  }

  /**
   * Returns the message that one exception had when the chain was read; not copied, however long.
   *
   * @param index 0 for the outermost, {@code size() - 1} for the root cause
   * @return the message, or null if there is none or {@code getMessage()} threw
   */
  public @Nullable String message(int index) {
    return messages[index];
  }

  /**
   * Returns whether the cause of the last link is an exception that is already in the chain.
   *
   * @return true for a cycle; false for a chain that is merely too long
   */
  public boolean circular() {
    return circular;
  }

  /**
   * Returns the suppressed exceptions of all links, root cause first, then the exceptions that
   * those suppressed. Runs no user code, but briefly acquires the monitor of each exception:
   * intended for the processing thread.
   *
   * @return at most 10 exceptions, without duplicates and without links of the chain; unmodifiable
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
