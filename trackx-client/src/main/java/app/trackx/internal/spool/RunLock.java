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
 * The run that this spool is: an id that no other has, and a locked file that says it lives.
 *
 * <p>The operating system frees the lock when the JVM ends, however it ends. The lock file is made
 * when it is first needed. Between its making and its locking another run may lock it, find that
 * nobody has it, and delete it; so after locking it must still be there, and else the next attempt
 * takes a new id. Ids are never used twice, so a file of that name can be no other's. The same if
 * someone deletes it later, with the directory perhaps.
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
  // the JDK knows locks by weak references: one that is not kept would be granted again
  private @Nullable FileLock fileLock;
  private boolean ended;

  RunLock(Disk disk, Folder folder, String project) {
    this.disk = disk;
    this.folder = folder;
    this.project = project;
  }

  /** The id under which files may be written now. Makes the directory and the lock if need be. */
  String hold() throws IOException {
    if (!takeTurn()) {
      throw new SpoolFailure("another thread waits for the disk of the spool");
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
    throw new SpoolFailure("the spool's lock file is deleted or locked by others, each time");
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
      // what cannot be locked could never be told from what a live JVM still needs
      throw new SpoolFailure("the spool needs a file system with file locks", e);
    }
  }

  /** Whether this spool has used that id. Any thread. */
  boolean isMine(String run) {
    return ids.contains(run);
  }

  /**
   * Frees the lock, for good.
   *
   * @param nothingLeft whether no file of this run is left, so that nobody needs its lock file
   */
  void end(boolean nothingLeft) {
    if (!takeTurn()) {
      return; // whoever hangs there keeps the lock, until this JVM ends
    }
    try {
      ended = true;
      if (nothingLeft && id != null) {
        deleteQuietly(lockFile(id)); // while it is locked, or another could hold it meanwhile
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

  private boolean takeTurn() {
    if (turn.tryLock()) {
      return true; // also if this thread is interrupted
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
        // the file descriptor is gone even so
      }
    }
  }

  private void deleteQuietly(Path file) {
    try {
      disk.delete(file);
    } catch (IOException | RuntimeException e) {
      // an empty lock file stays, for the next run to delete
    }
  }

  private Path lockFile(String run) {
    return folder.path().resolve(FileName.lock(project, run).toString());
  }
}
