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
 * here. All calls are user code: anything they throw is caught. Exceptions are compared by
 * identity, never by their own {@code equals}, with a linear scan, which is cheaper than any set
 * for chains of realistic length. Three links cost well under a microsecond and 96 bytes.
 *
 * <p>Exceptions without frames are grouped by the place where they were captured, which only this
 * thread knows. Whether an exception has frames is not known before they are read, which costs far
 * more than a call site. So the call site is read only where the root cause is of a type that was
 * seen without frames, or of one for which HotSpot omits them in code that it has compiled. Of
 * another type, the first exception is grouped without a place. The call site is read as well if the
 * same instance was captured before, since it may have been thrown again.
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

  /** The maximum number of types that are remembered as seen without frames. */
  private static final int MAX_FRAMELESS = 64;

  /** Hashes of exceptions that were captured recently; a power of two. */
  private static final int[] CAPTURED = new int[256];

  /** Names, so that no class loader is kept. Replaced as a whole; grows by one each time. */
  private static volatile String[] frameless = {};

  private final Throwable[] errors;
  private final @Nullable String[] messages;
  private final int size;
  private final boolean circular;
  private final @Nullable Throwable here;

  private CauseChain(
      Throwable[] errors,
      @Nullable String[] messages,
      int size,
      boolean circular,
      boolean wantsPlace,
      boolean mayComeAgain) {
    this.errors = errors;
    this.messages = messages;
    this.size = size;
    this.circular = circular;
    boolean needsPlace = wantsPlace && (mayLackFrames() || (mayComeAgain && cameBefore()));
    this.here = needsPlace ? new Throwable() : null;
  }

  /**
   * Reads the chain of {@code error}, on the calling thread, without a call site; see {@link
   * #of(Throwable, boolean, boolean)}.
   *
   * @param error the outermost exception
   * @return its chain of 1 to 256 links
   */
  public static CauseChain of(Throwable error) {
    return of(error, false, false);
  }

  /**
   * Reads the chain of {@code error}, on the calling thread. Throws nothing that the exceptions'
   * methods throw, except an error that stops the thread.
   *
   * @param error the outermost exception
   * @param wantsPlace whether the caller is a place by which the exception can be grouped if it
   *     turns out to have no frames
   * @param mayComeAgain whether the place is also needed if the exception was captured before
   * @return its chain of 1 to 256 links
   */
  public static CauseChain of(Throwable error, boolean wantsPlace, boolean mayComeAgain) {
    Throwable[] errors = new Throwable[INITIAL_LINKS];
    @Nullable String[] messages = new String[INITIAL_LINKS];
    int size = 0;
    @Nullable Throwable link = error;
    while (link != null && size < MAX_LINKS) {
      for (int i = 0; i < size; i++) {
        if (errors[i] == link) {
          return new CauseChain(errors, messages, size, true, wantsPlace, mayComeAgain);
        }
      }
      if (size == errors.length) {
        errors = Arrays.copyOf(errors, size * 2);
        messages = Arrays.copyOf(messages, size * 2);
      }
      errors[size] = link;
      try { // all in one method: each call costs more until the code is compiled
        String message = link.getMessage();
        messages[size] = message == null ? toldOtherwise(link) : message;
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
    return new CauseChain(errors, messages, size, false, wantsPlace, mayComeAgain);
  }

  /**
   * Returns the message of an exception outside the chain, for instance a suppressed one.
   *
   * @param error the exception whose {@code getMessage()} is called
   * @return the message, or null if there is none or the call failed
   */
  public static @Nullable String messageOf(Throwable error) {
    try {
      String message = error.getMessage();
      return message == null ? toldOtherwise(error) : message;
    } catch (Throwable failedInUserCode) {
      return null;
    }
  }

  /**
   * Returns what an exception without a message says in its localized message, or else in its
   * {@code toString()}, if that is more than its class.
   */
  private static @Nullable String toldOtherwise(Throwable error) {
    String localized = error.getLocalizedMessage();
    if (localized != null) {
      return localized;
    }
    String text = error.toString();
    String name = error.getClass().getName();
    if (text == null || text.isEmpty() || name.endsWith(text)) {
      return null;
    }
    boolean usual = text.startsWith(name) && text.startsWith(": ", name.length());
    String told = usual ? text.substring(name.length() + 2) : text;
    return told.isEmpty() ? null : told;
  }

  private boolean mayLackFrames() {
    Throwable root = errors[size - 1];
    return isOmittedByHotSpot() || isFrameless(root);
  }

  /** Notes that the exception is captured, and returns whether it was before; it may be forgotten. */
  private boolean cameBefore() {
    int hash = System.identityHashCode(errors[0]);
    int index = hash & (CAPTURED.length - 1);
    boolean before = CAPTURED[index] == hash;
    CAPTURED[index] = hash; // a race loses an entry, no more
    return before;
  }

  /**
   * Remembers that the root cause of a chain has no frames: the next exception of its type gets a
   * {@linkplain #here() call site}. Any thread.
   */
  public void noteFrameless() {
    synchronized (CauseChain.class) { // taken once for each type
      String[] known = frameless;
      if (known.length < MAX_FRAMELESS && !isFrameless(errors[size - 1])) {
        String[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = errors[size - 1].getClass().getName();
        frameless = more;
      }
    }
  }

  /**
   * Returns whether HotSpot omits the frames of the root cause's type: it replaces such exceptions
   * in code that it has compiled, after some thousand times, by one instance without frames ({@code
   * -XX:+OmitStackTraceInFastThrow}).
   *
   * @return false for most
   */
  public boolean isOmittedByHotSpot() {
    return isOmittedByHotSpot(errors[size - 1]);
  }

  static boolean isOmittedByHotSpot(Throwable error) {
    Class<?> type = error.getClass();
    return type == NullPointerException.class
        || type == ArithmeticException.class
        || type == ArrayIndexOutOfBoundsException.class
        || type == ArrayStoreException.class
        || type == ClassCastException.class;
  }

  /**
   * Returns whether no exception of the chain has more than a frame that a library made up, which is
   * the same wherever the exception was thrown. Only for a stack that has frames.
   */
  public boolean hasMadeUpFrames() {
    for (int i = size - 1; i >= 0; i--) {
      StackTraceElement[] frames = Trace.framesOf(errors[i]);
      if (frames.length > 0 && !Trace.isMadeUp(frames)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFrameless(Throwable error) {
    String[] names = frameless;
    if (names.length == 0 || error instanceof VirtualMachineError) {
      return false;
    }
    String name = error.getClass().getName();
    for (String known : names) {
      if (known.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the call site, if the root cause may have no frames, or the exception was captured
   * before.
   *
   * @return a throwable that was created when the chain was read, on the same thread; null for most
   */
  public @Nullable Throwable here() {
    return here;
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

  /**
   * Returns whether an exception may have {@link ErrorCodes}; false for most. Here, so that their
   * table is loaded only when it is needed.
   *
   * @param error any exception
   * @return false if its class and superclasses are of packages without listed types
   */
  public static boolean mayHaveCodes(Throwable error) {
    for (Class<?> c = error.getClass(); c != null && c != Throwable.class; c = c.getSuperclass()) {
      String name = c.getName();
      if (!name.startsWith("java.lang.")
          && !name.startsWith("java.util.")
          && !name.startsWith("java.io.")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether an exception is a link of the chain.
   *
   * @param error compared by identity
   * @return false for a suppressed one
   */
  public boolean contains(Throwable error) {
    return contains(errors, size, error);
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
