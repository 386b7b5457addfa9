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
 * <p>A file is written under another name and then renamed, so every visible file is complete and
 * survives any end of the JVM. Nothing is forced to the device, which would cost milliseconds per
 * event: after a power failure the files of the last seconds may be missing, empty or incomplete,
 * which the checksum detects. Files are only for their owner and limited in number and bytes; the
 * oldest are evicted first.
 *
 * <p>Several JVMs, and several spools in one JVM, may share a directory. Each is a separate
 * <em>run</em> with a lock that tells whether it is alive ({@link RunLock}). {@link #adopt} adopts
 * the events of the same owner's ended runs. Foreign files are not touched. The directory must be
 * on a file system with file locks that all those JVMs see.
 *
 * <p>Intended for one thread but thread-safe: at shutdown one thread may add while another hangs in
 * the disk. No lock is held over I/O except to start a run, and no thread waits longer than a
 * second for that. The calls themselves take as long as the disk does. Except for JVM errors, they
 * throw only checked exceptions.
 */
public final class Spool implements Closeable {
  /** The maximum number of files of a run. */
  public static final int MAX_FILES = 1_000;

  /** The maximum total size of these files in bytes. */
  public static final long MAX_BYTES = 16L << 20;

  private final Path directory;
  private final String owner;
  private final String server;
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
  private @Nullable BudgetFile budget; // disk thread only

  /**
   * Creates a spool with the default limits. Does no I/O until something is added or adopted.
   *
   * @param directory need not exist; if others may write to it, a private subdirectory is created
   *     and used
   * @param owner the owner of the events; those of another owner in that directory are ignored
   * @param server the server, whose limit all clients of this directory share
   */
  public Spool(Path directory, String owner, String server, Losses losses) {
    this(directory, owner, server, losses, MAX_FILES, MAX_BYTES, new LocalDisk());
  }

  /** Creates a spool with the default limits, whose owner has a server of its own. */
  public Spool(Path directory, String owner, Losses losses) {
    this(directory, owner, owner, losses);
  }

  Spool(Path directory, String owner, Losses losses, int maxFiles, long maxBytes, Disk disk) {
    this(directory, owner, owner, losses, maxFiles, maxBytes, disk);
  }

  private Spool(
      Path directory,
      String owner,
      String server,
      Losses losses,
      int maxFiles,
      long maxBytes,
      Disk disk) {
    this.directory = directory;
    this.owner = owner;
    this.server = server;
    this.losses = losses;
    this.disk = disk;
    this.folder = new Folder(disk, directory);
    this.maxBytes = maxBytes;
    this.waiting = new SpoolIndex(maxFiles, maxBytes);
  }

  /**
   * Adopts the events of ended runs; they then wait here, oldest first, together with added ones.
   *
   * @throws IOException if the directory is unusable or cannot be read. Events adopted before that
   *     wait nevertheless. {@link Adopted#problem} has lesser failures.
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

  /** Adds an event whose file was renamed for this run. */
  void adopted(SpooledEvent event, boolean isFile) throws IOException {
    if (isFile && event.bytes <= maxBytes) {
      waiting.put(event);
    } else {
      parts().damaged.add(event.name);
      report(event, Loss.DAMAGED);
    }
  }

  /** Evicts the oldest events until the rest is within the limits. */
  void trim() throws IOException {
    SpooledEvent oldest = waiting.removeExcess();
    while (oldest != null) {
      evict(oldest);
      oldest = waiting.removeExcess();
    }
  }

  long nextSequence() {
    return sequence.incrementAndGet();
  }

  /**
   * Writes an event. If there is no room, evicts the oldest waiting events and reports them to
   * {@link Losses}. If the clock was set back, a newer event counts as an older one.
   *
   * @param errors the number of errors that it stands for; less than 1 counts as 1
   * @param capturedMillis the time of capture in milliseconds since 1970
   * @throws IOException if the event is not on disk; then no other event was removed, except to
   *     make room
   */
  public SpooledEvent add(byte[] body, long errors, long capturedMillis) throws IOException {
    try {
      byte[] head = EventFile.head(body);
      long size = (long) head.length + body.length;
      if (size > maxBytes) {
        throw new SpoolFailure("an event of " + size + " bytes exceeds the spool's size limit");
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
        waiting.put(oldest); // another run may have adopted it by now
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

  /**
   * Returns the oldest waiting event, which continues to wait; null if there is none or after
   * close. No I/O.
   */
  public @Nullable SpooledEvent next() {
    return closed ? null : waiting.oldest();
  }

  /** Returns the next newer waiting event; null if there is none or after close. No I/O. */
  public @Nullable SpooledEvent nextAfter(SpooledEvent event) {
    return closed ? null : waiting.next(event);
  }

  /**
   * Reads the body of an event. Returns null if it no longer waits; if it is found damaged or gone
   * now, reports that to {@link Losses}.
   *
   * @throws IOException if the disk fails otherwise, which does not concern the file itself:
   *     descriptors or permissions may be missing, or the volume not mounted. The event continues
   *     to wait.
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
      // a link or a named pipe must not be opened, and another user's file must not be sent
      Path file = path(event.name);
      boolean isOurs = disk.attributes(file).isRegularFile() && folder.isMine(file);
      byte[] content = isOurs ? disk.read(file, maxBytes, folder.key()) : null;
      body = content == null ? null : EventFile.body(content);
    } catch (NoSuchFileException e) {
      requireDirectory(); // if the volume is not mounted, all files are missing
      why = Loss.GONE;
    }
    if (body == null && waiting.remove(event)) {
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
      throw new SpoolFailure("the spool's directory is missing or was replaced");
    }
  }

  /**
   * Removes a waiting event that was sent or dropped. Also after close. No I/O: {@linkplain #delete
   * delete} its file afterwards.
   *
   * @return false if it no longer waited: it was removed before, or reported as lost
   */
  public boolean forget(SpooledEvent event) {
    return waiting.remove(event);
  }

  /**
   * Deletes the file of an event that no longer waits. Also after close.
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

  /** Returns whether no event waits. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** Returns how many events wait; after close, how many remain. */
  public int size() {
    return waiting.size();
  }

  /** Returns how many errors these stand for. */
  public long errors() {
    return waiting.errors();
  }

  /** Changes the budget that all JVMs with this directory and server share; see {@link BudgetFile}. */
  void changeBudget(BudgetFile.Change change) throws IOException {
    BudgetFile file = budget;
    if (file == null) {
      file = new BudgetFile(disk, folder, "budget-" + ProjectHash.of(server));
      budget = file;
    }
    step();
    file.change(change);
    step();
  }

  /** Ends the run; waiting events remain for the next one. Never fails, and may be called again. */
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
      // the files are consistent, which is all the spool guarantees
    }
  }

  /**
   * Returns how many steps were done so far; if it stops increasing during an operation, the disk
   * hangs.
   */
  public long steps() {
    return steps.get();
  }

  /** Counts a step. */
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
      // the next run deletes it
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

  /** The parts that need the hash of the owner, which is computed only for I/O. */
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
