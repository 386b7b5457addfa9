package app.trackx.internal.stack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one exception, read once, without plumbing and container frames, and those of them
 * by which the server groups; immutable.
 *
 * <p>The server is shown the application's frames and, of each run of JDK frames above one of them,
 * the frame that the application called. The rest of the run is hidden: shown to people, in the form
 * that the server does not parse. The JDK's frames below the application's last frame are left out.
 *
 * <p>An overridden {@code getStackTrace()} may throw, return null, or return an array that other
 * code changes; only this class calls it, guarded, and copies its result. Plumbing is removed
 * before wrappers are compared with their causes, because the frames of an {@code
 * InvocationTargetException} differ from its target's in nothing else.
 */
final class Trace {
  private static final StackTraceElement[] NO_FRAMES = {};

  static final Trace EMPTY = new Trace(NO_FRAMES, 0, null);

  /** The class of what Reactor adds to an exception at a checkpoint, as a suppressed exception. */
  private static final String CHECKPOINT =
      "reactor.core.publisher.FluxOnAssembly$OnAssemblyException";

  private final StackTraceElement[] all;
  private final int total;

  /** The frames that the server sees. */
  private final StackTraceElement[] frames;

  /** The index among all frames of each that the server sees. */
  private final int[] positions;

  private int size;

  /** True if the frames below the last one only show which thread ran a task. */
  private boolean handedOver;

  private Trace(StackTraceElement[] all, int total, StackTraceElement @Nullable [] sites) {
    int most = total + (sites == null ? 0 : sites.length);
    this.all = all;
    this.total = total;
    this.frames = new StackTraceElement[most];
    this.positions = new int[most];
    if (sites == null) {
      select();
    } else {
      selectReactive(sites);
    }
  }

  private Trace(Trace ofJdk) {
    this.all = ofJdk.all;
    this.total = ofJdk.total;
    this.frames = new StackTraceElement[] {JdkFrames.stable(all[0])};
    this.positions = new int[1];
    this.size = 1;
    this.handedOver = true;
  }

  static Trace of(Throwable error) {
    return of(framesOf(error), false, null);
  }

  /**
   * Returns the trace of an exception of a chain that passed a checkpoint of Reactor. Of an exception
   * itself, a checkpoint leaves the topmost frame alone, and moves all to what it adds.
   */
  static Trace ofReactive(Throwable error) {
    StackTraceElement[] own = framesOf(error);
    Throwable checkpoint = checkpointOf(error);
    if (checkpoint == null) {
      return of(own, false, NO_FRAMES);
    }
    StackTraceElement[] moved = own.length > 1 ? NO_FRAMES : framesOf(checkpoint);
    StackTraceElement[] sites = ReactorFrames.sites(CauseChain.messageOf(checkpoint));
    return of(moved.length == 0 ? own : moved, false, sites);
  }

  /** Returns what Reactor added to an exception at a checkpoint; null for most exceptions. */
  static @Nullable Throwable checkpointOf(Throwable error) {
    for (Throwable suppressed : error.getSuppressed()) {
      if (isCheckpoint(suppressed)) {
        return suppressed;
      }
    }
    return null;
  }

  static boolean isCheckpoint(Throwable suppressed) {
    return suppressed.getClass().getName().equals(CHECKPOINT);
  }

  /** Returns the trace of a call site, without the frames of logging libraries at the top. */
  static Trace ofCallSite(Throwable here) {
    return of(framesOf(here), true, null);
  }

  /** Returns the trace of a call site, without the frames of logging libraries at the top. */
  static Trace ofCallSite(StackTraceElement[] raw) {
    return of(raw, true, null);
  }

  /**
   * Returns whether the only frame is one that a library made up for an exception without a stack, as
   * Netty does: {@code io.netty.channel.AbstractChannel.close(...)}, without a file.
   */
  static boolean isMadeUp(StackTraceElement[] frames) {
    return frames.length == 1
        && frames[0].getFileName() == null
        && frames[0].getMethodName().indexOf('(') >= 0;
  }

  /** Returns the frames of an error; none if user code fails. */
  static StackTraceElement[] framesOf(Throwable error) {
    try {
      StackTraceElement[] raw = error.getStackTrace();
      return raw == null ? NO_FRAMES : raw;
    } catch (Throwable failedInUserCode) {
      return NO_FRAMES;
    }
  }

  /** Returns a copy without null elements. */
  static StackTraceElement[] present(StackTraceElement[] raw) {
    StackTraceElement[] present = new StackTraceElement[raw.length];
    int count = 0;
    for (StackTraceElement frame : raw) {
      if (frame != null) {
        present[count++] = frame;
      }
    }
    return count == raw.length ? present : Arrays.copyOf(present, count);
  }

  private static Trace of(
      StackTraceElement[] raw, boolean callSite, StackTraceElement @Nullable [] sites) {
    StackTraceElement[] present = present(raw);
    int count = present.length;
    int above = isInRequest(present, count) ? ContainerFrames.above(present, count) : count;
    StackTraceElement[] kept = new StackTraceElement[above];
    int size = 0;
    for (int i = 0; i < above; i++) {
      if (!Plumbing.isPlumbing(present[i])) {
        kept[size++] = present[i];
      }
    }
    if (above < count) {
      size = ContainerFrames.without(kept, size);
    }
    if (size == 0) {
      // A trace that is all plumbing is better than no frame, because the server would group by
      // message.
      kept = present;
      size = count;
    }
    int top = callSite ? LoggingFrames.atTop(kept, size) : 0;
    System.arraycopy(kept, top, kept, 0, size - top);
    return new Trace(kept, size - top, sites);
  }

  /** Returns whether a frame is of the servlet module; most processes need no more of it. */
  private static boolean isInRequest(StackTraceElement[] frames, int size) {
    for (int i = 0; i < size; i++) {
      if (frames[i].getClassName().startsWith(OwnNames.SERVLET_PACKAGE)) {
        return true;
      }
    }
    return false;
  }

  /** Selects the frames that the server sees. */
  private void select() {
    boolean copied = false;
    boolean jdkBefore = false;
    for (int i = 0; i < total; i++) {
      StackTraceElement frame = all[i];
      boolean jdk = JdkFrames.isOfJdk(frame.getClassName());
      if (jdk && size == 0) {
        if (JdkFrames.wrapsWhileCompleting(frame)) {
          return;
        }
        copied |= JdkFrames.copiesForAnotherThread(frame);
      } else if (jdk && !jdkBefore && JdkFrames.runsTasks(frame)) {
        if (copied && JdkFrames.isOfForkJoin(frames[0])) {
          size = 0; // threads decide how often a task copies an exception of its subtasks
        }
        int waiting = belowForkJoin(i);
        if (waiting == total) {
          handedOver = true;
          return;
        }
        i = waiting - 1; // the application that waits for the task, and that runs it meanwhile
      } else if (!jdk) {
        if (jdkBefore) {
          add(i - 1, JdkFrames.stable(all[i - 1]));
        }
        add(i, frame);
      }
      jdkBefore = jdk;
    }
  }

  /**
   * Selects the frames of a trace that Reactor is in. Chance decides which signal of which operator
   * runs the application, and so everything below Reactor's first frame, except for application code
   * that subscribes or waits on the same thread. The sites say to which flow the operators belong.
   */
  private void selectReactive(StackTraceElement[] sites) {
    boolean jdkBefore = false;
    for (int i = 0; i < total && !handedOver; i++) {
      boolean jdk = JdkFrames.isOfJdk(all[i].getClassName());
      if (ReactorFrames.isOfReactor(all[i].getClassName())) {
        if (size == 0) { // what Reactor called, or itself
          int top = Math.max(0, i - 1);
          add(top, JdkFrames.stable(all[top]));
        }
        int caller = ReactorFrames.callerBelow(all, total, i);
        handedOver = caller == total;
        if (!handedOver) {
          addCalled(caller);
          i = caller;
        }
      } else if (!jdk) {
        if (jdkBefore) {
          addCalled(i);
        } else {
          add(i, all[i]);
        }
      }
      jdkBefore = jdk;
    }
    if (size == 0 && total > 0) {
      add(0, JdkFrames.stable(all[0]));
    }
    for (StackTraceElement site : sites) {
      add(total, site);
    }
    handedOver = true; // so that people see the rest
  }

  /** Adds a frame of the application, and before it the one that it called, unless that is there. */
  private void addCalled(int caller) {
    if (size == 0 || positions[size - 1] < caller - 1) {
      add(caller - 1, JdkFrames.stable(all[caller - 1]));
    }
    add(caller, all[caller]);
  }

  /**
   * Returns the position of the application's frame that waits for the tasks of a {@code
   * ForkJoinPool} above it, and is shown for them on whichever thread they run; all if there is
   * none.
   */
  private int belowForkJoin(int from) {
    int last = total;
    for (int i = from; i < total; i++) {
      if (JdkFrames.runsForkJoinTasks(all[i])) {
        last = i;
      }
    }
    int i = last;
    while (i < total && JdkFrames.isOfJdk(all[i].getClassName())) {
      i++;
    }
    return i < total && JdkFrames.isOfForkJoin(all[i - 1]) ? i : total;
  }

  private void add(int position, StackTraceElement frame) {
    frames[size] = frame;
    positions[size++] = position;
  }

  /**
   * Returns the trace with its topmost frame alone, for an error that was in no frame of the
   * application: those below it show only where the thread came from.
   */
  Trace top() {
    return total == 0 ? this : new Trace(this);
  }

  /** Returns whether there are no frames at all, not even such as the server does not see. */
  boolean isEmpty() {
    return total == 0;
  }

  /** Returns the number of frames that the server sees. */
  int size() {
    return size;
  }

  /** Returns a frame that the server sees. */
  StackTraceElement frame(int index) {
    return frames[index];
  }

  /** Returns the number of all frames. */
  int total() {
    return total;
  }

  /** Returns one of all frames. */
  StackTraceElement any(int position) {
    return all[position];
  }

  /** Returns the position of the first hidden frame directly above a frame that the server sees. */
  int hiddenFrom(int index) {
    return index == 0 ? 0 : positions[index - 1] + 1;
  }

  /** Returns the position of a frame that the server sees. */
  int position(int index) {
    return positions[index];
  }

  /** Returns the position after which the remaining frames are of no interest. */
  int interestingTo() {
    return size == 0 || handedOver ? total : positions[size - 1] + 1;
  }

  /** Returns how many frames at the bottom equal those of {@code inner}. */
  int commonWith(Trace inner) {
    int common = 0;
    while (common < size
        && common < inner.size
        && same(frames[size - 1 - common], inner.frames[inner.size - 1 - common])) {
      common++;
    }
    return common;
  }

  /** Returns whether two frames have the same text; modules and class loaders are not in it. */
  static boolean same(StackTraceElement a, StackTraceElement b) {
    return a.getLineNumber() == b.getLineNumber()
        && a.getMethodName().equals(b.getMethodName())
        && a.getClassName().equals(b.getClassName())
        && file(a).equals(file(b));
  }

  static String file(StackTraceElement frame) {
    String file = frame.getFileName();
    return file == null ? "" : file;
  }
}
