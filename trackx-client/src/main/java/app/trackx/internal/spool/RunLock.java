package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The run of this spool: a unique id, and a locked file while the run is alive.
 *
 * <p>The operating system releases the lock when the JVM ends for any reason. The lock file is
 * created when it is first needed. Before a new lock file is locked, another run may lock it,
 * conclude that its run has ended, and delete it. Therefore the file must still exist after
 * locking; otherwise the next attempt uses a new id. Ids are never reused, so a file with that name
 * cannot belong to another run. The same applies if the file is deleted later, perhaps with its
 * directory.
 */
final class RunLock {
  private static final int ATTEMPTS = 8;
  private static final long WAIT_SECONDS = 1;

  private final Disk disk;
  private final Folder folder;
  private final String project;
  private final Set<String> ids = ConcurrentHashMap.newKeySet();

  private final ReentrantLock turn = new ReentrantLock();
  // under turn
  private @Nullable String id;
  private @Nullable FileChannel channel;
  // the JDK tracks locks by weak references and would grant an unreferenced one again
  private @Nullable FileLock fileLock;
  private boolean ended;

  RunLock(Disk disk, Folder folder, String project) {
    this.disk = disk;
    this.folder = folder;
    this.project = project;
  }

  /** Returns the id for files written now. Creates the directory and the lock if necessary. */
  String hold() throws IOException {
    if (!acquireTurn()) {
      throw new SpoolFailure("another thread is waiting for the spool's disk");
    }
    try {
      if (ended) {
        throw new SpoolFailure("the spool is closed");
      }
      String current = id;
      if (!folder.find()) {
        folder.make();
      } else if (current != null && disk.exists(lockFile(current))) {
        return current;
      }
      release();
      id = null;
      return begin();
    } finally {
      turn.unlock();
    }
  }

  private String begin() throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      String next = Long.toHexString(new SecureRandom().nextLong());
      next = "0000000000000000".substring(next.length()) + next;
      if (lock(next)) {
        id = next;
        return next;
      }
    }
    throw new SpoolFailure("the spool's lock file is deleted or locked by others, repeatedly");
  }

  private boolean lock(String candidate) throws IOException {
    Path file = lockFile(candidate);
    ids.add(candidate);
    LiveRuns.enter(candidate);
    boolean held = false;
    try {
      channel = disk.createLock(file);
      fileLock = tryLock(channel);
      held = fileLock != null && disk.exists(file);
      return held;
    } finally {
      if (!held) {
        abandon(candidate);
      }
    }
  }

  private void abandon(String candidate) {
    if (channel != null) {
      deleteQuietly(lockFile(candidate));
    }
    release();
    LiveRuns.leave(candidate);
    ids.remove(candidate);
  }

  private @Nullable FileLock tryLock(FileChannel opened) throws IOException {
    try {
      return disk.tryLock(opened);
    } catch (IOException e) {
      // without locks, files of ended runs cannot be told from those of live ones
      throw new SpoolFailure("the spool requires a file system with file locks", e);
    }
  }

  /** Returns whether this spool has used the id. Any thread. */
  boolean isMine(String run) {
    return ids.contains(run);
  }

  /**
   * Releases the lock for good.
   *
   * @param nothingLeft whether this run has no files left, so that its lock file is not needed
   */
  void end(boolean nothingLeft) {
    if (!acquireTurn()) {
      return; // the thread that hangs in the disk keeps the lock until this JVM ends
    }
    try {
      ended = true;
      if (nothingLeft && id != null) {
        deleteQuietly(lockFile(id)); // while it is locked, or another run could hold it meanwhile
      }
      release();
      for (String run : ids) {
        LiveRuns.leave(run);
      }
      ids.clear();
      id = null;
    } finally {
      turn.unlock();
    }
  }

  private boolean acquireTurn() {
    if (turn.tryLock()) {
      return true; // even if this thread is interrupted
    }
    try {
      return turn.tryLock(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void release() {
    FileChannel open = channel;
    channel = null;
    fileLock = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // the file descriptor is closed nevertheless
      }
    }
  }

  private void deleteQuietly(Path file) {
    try {
      disk.delete(file);
    } catch (IOException | RuntimeException e) {
      // an empty lock file stays until another run deletes it
    }
  }

  private Path lockFile(String run) {
    return folder.path().resolve(FileName.lock(project, run).toString());
  }
}
