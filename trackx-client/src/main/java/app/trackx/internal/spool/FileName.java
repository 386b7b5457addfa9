package app.trackx.internal.spool;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file of the spool, which identifies its owner and event.
 *
 * <p>The format is {@code <project>-<run>-<captured millis>-<sequence>-<errors>.event}, and {@code
 * <project>-<run>.lock}. The name contains everything that must be known of an event without
 * reading it, so that the errors of an event with damaged content are still counted. A name is
 * accepted only if it is exactly what this class would write; all other files in the directory are
 * foreign.
 */
final class FileName implements Comparable<FileName> {
  static final String EVENT = ".event";
  static final String TEMP = ".tmp";
  static final String DAMAGED = ".event.damaged";
  static final String LOCK = ".lock";
  static final int PROJECT_DIGITS = 8;
  static final int RUN_DIGITS = 16;

  private static final String[] KINDS = {EVENT, TEMP, DAMAGED, LOCK};
  private static final int RUN_END = PROJECT_DIGITS + 1 + RUN_DIGITS;
  private static final int MILLIS_DIGITS = 13;
  private static final int MAX_DIGITS = 15; // the sum over many files still fits into a long
  private static final long MAX_NUMBER = 999_999_999_999_999L;

  final String kind;
  final String project;
  final String run;
  final long capturedMillis;
  final long sequence;
  final long errors;

  private FileName(
      String kind, String project, String run, long capturedMillis, long sequence, long errors) {
    this.kind = kind;
    this.project = project;
    this.run = run;
    this.capturedMillis = capturedMillis;
    this.sequence = sequence;
    this.errors = errors;
  }

  /** Returns the name of an event. Limits numbers to their ranges. */
  static FileName event(
      String project, String run, long capturedMillis, long sequence, long errors) {
    return new FileName(
        EVENT,
        project,
        run,
        Math.max(0, Math.min(MAX_NUMBER, capturedMillis)),
        sequence,
        Math.max(1, Math.min(MAX_NUMBER, errors)));
  }

  static FileName lock(String project, String run) {
    return new FileName(LOCK, project, run, 0, 0, 1);
  }

  /** Returns whether the file has the name of a lock file. */
  static boolean isLock(Path file) {
    return file.toString().endsWith(LOCK);
  }

  /** Returns the name of the same event for another kind of file. */
  FileName as(String otherKind) {
    return new FileName(otherKind, project, run, capturedMillis, sequence, errors);
  }

  /** Returns the name of the same event for another run. */
  FileName claimedBy(String otherRun, long newSequence) {
    return new FileName(EVENT, project, otherRun, capturedMillis, newSequence, errors);
  }

  /** Parses a name; returns null if it is not a name of a spool file. */
  static @Nullable FileName parse(String name) {
    String kind = kind(name);
    if (kind == null || name.length() < RUN_END + kind.length()) {
      return null;
    }
    String stem = name.substring(0, name.length() - kind.length());
    String project = stem.substring(0, PROJECT_DIGITS);
    String run = stem.substring(PROJECT_DIGITS + 1, RUN_END);
    if (!isHex(project) || !isHex(run)) {
      return null;
    }
    FileName parsed = kind.equals(LOCK) ? lock(project, run) : numbered(kind, project, run, stem);
    return parsed != null && parsed.toString().equals(name) ? parsed : null;
  }

  private static @Nullable FileName numbered(String kind, String project, String run, String stem) {
    int second = stem.indexOf('-', RUN_END + 1);
    int third = stem.indexOf('-', second + 1);
    if (second < 0 || third < 0) {
      return null;
    }
    long millis = number(stem, RUN_END + 1, second);
    long sequence = number(stem, second + 1, third);
    long errors = number(stem, third + 1, stem.length());
    boolean valid = millis >= 0 && sequence >= 0 && errors >= 1;
    return valid ? new FileName(kind, project, run, millis, sequence, errors) : null;
  }

  private static @Nullable String kind(String name) {
    for (String kind : KINDS) {
      if (name.endsWith(kind)) {
        return kind;
      }
    }
    return null;
  }

  private static long number(String text, int from, int to) {
    if (from >= to || to - from > MAX_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** Orders by time of capture, then by the order in which a run wrote them. */
  @Override
  public int compareTo(FileName other) {
    int order = Long.compare(capturedMillis, other.capturedMillis);
    order = order != 0 ? order : Long.compare(sequence, other.sequence);
    order = order != 0 ? order : run.compareTo(other.run);
    order = order != 0 ? order : project.compareTo(other.project);
    order = order != 0 ? order : Long.compare(errors, other.errors);
    return order != 0 ? order : kind.compareTo(other.kind);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileName && compareTo((FileName) other) == 0;
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(80).append(project).append('-').append(run);
    if (!kind.equals(LOCK)) {
      String millis = Long.toString(capturedMillis);
      text.append('-').append("0000000000000", 0, Math.max(0, MILLIS_DIGITS - millis.length()));
      text.append(millis).append('-').append(sequence).append('-').append(errors);
    }
    return text.append(kind).toString();
  }
}
