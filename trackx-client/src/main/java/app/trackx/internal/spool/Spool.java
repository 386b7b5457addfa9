package app.trackx.internal.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait on disk for the next start, one file each.
 *
 * <p>A file is written under another name and then renamed, so what can be seen is whole, and it
 * outlives the JVM however that ends. Nothing is forced to the device, which would cost
 * milliseconds an event: after a power failure the last seconds' files may be missing, empty or in
 * part, and the checksum finds those. Files are for their owner alone and are bounded in number and
 * bytes; the oldest go first.
 *
 * <p>Several JVMs, and several spools in one, may share a directory: each is a <em>run</em> of its
 * own, with a lock that says whether it lives ({@link RunLock}). What ended runs of the same owner
 * left is taken over by {@link #adopt}. Files that are none of ours are not touched. The directory
 * must be on a file system with file locks that all those JVMs see.
 *
 * <p>Meant for one thread, but safe on several: at exit one may add while another hangs in the disk.
 * No lock is held over I/O except to begin a run, and nobody waits for that longer than a second.
 * The calls themselves take as long as the disk takes. Checked exceptions are all that is thrown,
 * except for errors of the JVM.
 */
public final class Spool implements Closeable {
  /** The most files of a run. */
  public static final int MAX_FILES = 1_000;

  /** The most bytes that these may have together. */
  public static final long MAX_BYTES = 16L << 20;

  private final Path directory;
  private final String owner;
  private final Losses losses;
  private final Disk disk;
  private final Folder folder;
  private final long maxBytes;
  private final SpoolIndex waiting;
  private final AtomicLong sequence = new AtomicLong();
  private final Object starting = new Object();
  private volatile @Nullable Parts parts;
  private final AtomicLong steps = new AtomicLong();
  private volatile boolean closed;

  /**
   * A spool with the usual bounds. No I/O yet, and none before something is added or adopted.
   *
   * @param directory need not exist; if others may write to it, a directory of our own below it is
   *     made and used
   * @param owner what events are for: those of another owner in that directory are left alone
   */
  public Spool(Path directory, String owner, Losses losses) {
    this(directory, owner, losses, MAX_FILES, MAX_BYTES, new LocalDisk());
  }

  Spool(Path directory, String owner, Losses losses, int maxFiles, long maxBytes, Disk disk) {
    this.directory = directory;
    this.owner = owner;
    this.losses = losses;
    this.disk = disk;
    this.folder = new Folder(disk, directory);
    this.maxBytes = maxBytes;
    this.waiting = new SpoolIndex(maxFiles, maxBytes);
  }

  /**
   * Takes over what ended runs left; it waits here then, oldest first, with what was added.
   *
   * @throws IOException if the directory is not fit or cannot be read. What was taken over before
   *     that, if anything, waits nevertheless. {@link Adopted#problem} has the lesser failures.
   */
  public Adopted adopt() throws IOException {
    try {
      if (closed) {
        throw new SpoolFailure("the spool is closed");
      }
      Parts p = parts();
      return new SpoolRecovery(disk, folder, this, p.run).run(p.project);
    } catch (IOException | RuntimeException e) {
      throw SpoolFailure.of("earlier events could not be read from " + directory, e);
    }
  }

  /** One event was renamed to be this run's. */
  void adopted(SpooledEvent event, boolean isFile) throws IOException {
    if (isFile && event.bytes <= maxBytes) {
      waiting.put(event);
    } else {
      parts().damaged.add(event.name);
      report(event, Loss.DAMAGED);
    }
  }

  /** Lets the oldest go until the rest is within the bounds. */
  void trim() throws IOException {
    SpooledEvent oldest = waiting.takeExcess();
    while (oldest != null) {
      evict(oldest);
      oldest = waiting.takeExcess();
    }
  }

  long nextSequence() {
    return sequence.incrementAndGet();
  }

  /**
   * Writes one event. If there is no room, the oldest that wait go, and {@link Losses} hears of it.
   * A clock that was set back makes the newer event the older one.
   *
   * @param errors how many errors it stands for; less than 1 is 1
   * @param capturedMillis when, in milliseconds since 1970
   * @throws IOException if it is not on disk; no other event went then, save to make room
   */
  public SpooledEvent add(byte[] body, long errors, long capturedMillis) throws IOException {
    try {
      byte[] head = EventFile.head(body);
      long size = (long) head.length + body.length;
      if (size > maxBytes) {
        throw new SpoolFailure("an event of " + size + " bytes is more than all may have together");
      }
      Parts p = parts();
      FileName name =
          FileName.event(p.project, p.run.hold(), capturedMillis, nextSequence(), errors);
      SpooledEvent event = new SpooledEvent(name, size, false);
      write(event, head, body);
      return event;
    } catch (IOException | RuntimeException e) {
      throw SpoolFailure.of("an event could not be written to " + directory, e);
    }
  }

  private void write(SpooledEvent event, byte[] head, byte[] body) throws IOException {
    Path temp = path(event.name.as(FileName.TEMP));
    boolean reserved = false;
    boolean done = false;
    try {
      disk.write(temp, head, body);
      makeRoom(event.bytes);
      reserved = true;
      disk.move(temp, path(event.name));
      waiting.fill(event);
      done = true;
    } finally {
      if (!done) {
        deleteQuietly(temp);
        deleteQuietly(path(event.name));
        if (reserved) {
          waiting.cancel(event.bytes);
        }
      }
    }
  }

  private void makeRoom(long size) throws IOException {
    SpooledEvent oldest = waiting.reserve(size);
    while (oldest != null) {
      if (closed) {
        waiting.put(oldest); // another run may have it by now
        throw new SpoolFailure("the spool is closed");
      }
      evict(oldest);
      oldest = waiting.reserve(size);
    }
  }

  private void evict(SpooledEvent event) throws IOException {
    boolean done = false;
    try {
      disk.delete(path(event.name));
      done = true;
    } finally {
      if (!done) {
        waiting.put(event); // it is still there
      }
    }
    report(event, Loss.EVICTED);
  }

  /** The oldest event that waits, or null; also null when closed. It goes on waiting. No I/O. */
  public @Nullable SpooledEvent next() {
    return closed ? null : waiting.oldest();
  }

  /** The event that waits next longest after that one, or null; also null when closed. No I/O. */
  public @Nullable SpooledEvent nextAfter(SpooledEvent event) {
    return closed ? null : waiting.next(event);
  }

  /**
   * Reads an event's body. Null if it does not wait any more; if it is found damaged or gone at this
   * moment, {@link Losses} hears of it.
   *
   * @throws IOException if the disk fails otherwise, which says nothing of the file: descriptors or
   *     permissions may be lacking, or the volume be away. The event goes on waiting.
   */
  public byte @Nullable [] read(SpooledEvent event) throws IOException {
    try {
      if (closed) {
        throw new SpoolFailure("the spool is closed");
      }
      return waiting.contains(event) ? readWaiting(event) : null;
    } catch (IOException | RuntimeException e) {
      throw SpoolFailure.of("an event could not be read from " + directory, e);
    }
  }

  private byte @Nullable [] readWaiting(SpooledEvent event) throws IOException {
    byte[] body = null;
    Loss why = Loss.DAMAGED;
    try {
      // a link or a named pipe must not even be opened, and another user's file is not sent
      Path file = path(event.name);
      boolean isOurs = disk.attributes(file).isRegularFile() && folder.isMine(file);
      byte[] content = isOurs ? disk.read(file, maxBytes, folder.key()) : null;
      body = content == null ? null : EventFile.body(content);
    } catch (NoSuchFileException e) {
      requireDirectory(); // a volume that is not mounted now has none of the files
      why = Loss.GONE;
    }
    if (body == null && waiting.take(event)) {
      if (why == Loss.DAMAGED) {
        parts().damaged.add(event.name);
      }
      report(event, why);
    }
    return body;
  }

  private void requireDirectory() throws IOException {
    Access access = disk.directory(folder.path(), true);
    Object key = folder.key();
    if (access == null || (key != null && !key.equals(access.key))) {
      throw new SpoolFailure("the directory of the spool is missing or was replaced");
    }
  }

  /**
   * Has an event wait no longer, which was sent or given up. Also when closed. No I/O: its file is
   * to be {@linkplain #delete deleted}.
   *
   * @return false if it did not wait any more: then it was removed before, or reported as lost
   */
  public boolean forget(SpooledEvent event) {
    return waiting.take(event);
  }

  /**
   * Deletes the file of an event that waits no longer. Also when closed.
   *
   * @throws IOException if the file cannot be deleted: it may be sent again after the next start
   */
  public void delete(SpooledEvent event) throws IOException {
    try {
      disk.delete(path(event.name));
    } catch (IOException | RuntimeException e) {
      throw SpoolFailure.of("an event could not be deleted from " + directory, e);
    }
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** How many events wait; when closed, how many were left. */
  public int size() {
    return waiting.size();
  }

  /** How many errors these stand for. */
  public long errors() {
    return waiting.errors();
  }

  /** Ends the run: what waits is there for the next. Never fails, and may be called again. */
  @Override
  public void close() {
    closed = true;
    Parts p;
    synchronized (starting) {
      p = parts;
    }
    if (p != null) {
      p.run.end(waiting.size() == 0);
    }
  }

  private void report(SpooledEvent event, Loss why) {
    try {
      losses.lost(event, why);
    } catch (RuntimeException e) {
      // the files are in order, and that is all we answer for
    }
  }

  /** How much was done so far; if that stands still while something is done, the disk hangs. */
  public long steps() {
    return steps.get();
  }

  /** Something was done. */
  void step() {
    steps.incrementAndGet();
  }

  private Path path(FileName name) {
    step();
    return folder.path().resolve(name.toString());
  }

  private void deleteQuietly(Path file) {
    try {
      disk.delete(file);
    } catch (IOException | RuntimeException e) {
      // the next run does it
    }
  }

  private Parts parts() throws IOException {
    Parts p = parts;
    if (p == null) {
      synchronized (starting) {
        p = parts;
        if (p == null && closed) {
          throw new SpoolFailure("the spool is closed");
        }
        if (p == null) {
          p = new Parts(this, ProjectHash.of(owner));
          parts = p;
        }
      }
    }
    return p;
  }

  /** What needs the hash of the owner, which is not worth computing before there is I/O. */
  private static final class Parts {
    final String project;
    final RunLock run;
    final DamagedFiles damaged;

    Parts(Spool spool, String project) {
      this.project = project;
      this.run = new RunLock(spool.disk, spool.folder, project);
      this.damaged = new DamagedFiles(spool.disk, spool.folder, project);
    }
  }
}
