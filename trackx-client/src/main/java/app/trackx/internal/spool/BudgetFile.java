package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file of some numbers that several JVMs change in turn, each under the lock of the file. A file
 * that is damaged, for example by a full disk, counts as empty.
 */
final class BudgetFile {
  /** The first word; another version of this class that writes other numbers changes it. */
  private static final String VERSION = "trackx-budget-1";

  private static final int MAX_BYTES = 512;
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Disk disk;
  private final Folder folder;
  private final String name;

  BudgetFile(Disk disk, Folder folder, String name) {
    this.disk = disk;
    this.folder = folder;
    this.name = name;
  }

  /** A change of the numbers. */
  interface Change {
    /** Returns the new numbers; null to leave the file as it is. Null is passed if there are none. */
    long @Nullable [] apply(long @Nullable [] numbers);
  }

  /**
   * Changes the numbers under the lock. Returns false if another process held it for 20 ms; then
   * nothing was changed.
   */
  boolean change(Change change) throws IOException {
    if (!folder.find()) {
      folder.make();
    }
    Path file = folder.path().resolve(name);
    try (FileChannel channel = open(file)) {
      for (int i = 0; i < ATTEMPTS; i++) {
        FileLock lock = disk.tryLock(channel);
        if (lock != null) {
          if (!folder.isMine(file)) {
            throw new SpoolFailure("the file of the budget belongs to another user: " + file);
          }
          write(channel, change.apply(read(channel))); // closing the channel releases the lock
          return true;
        }
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
      return false;
    }
  }

  private FileChannel open(Path file) throws IOException {
    try {
      return disk.openLock(file);
    } catch (NoSuchFileException missing) {
      try {
        disk.createLock(file).close();
      } catch (FileAlreadyExistsException createdMeanwhile) {
        // by another process
      }
      return disk.openLock(file);
    }
  }

  private static long @Nullable [] read(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(MAX_BYTES);
    channel.position(0);
    while (content.hasRemaining() && channel.read(content) >= 0) {
      // until the end of the file
    }
    String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    StringTokenizer words = new StringTokenizer(text);
    if (!words.hasMoreTokens() || !words.nextToken().equals(VERSION)) {
      return null;
    }
    long[] numbers = new long[words.countTokens()];
    try {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Long.parseLong(words.nextToken());
      }
    } catch (NumberFormatException damaged) {
      return null;
    }
    return numbers;
  }

  private static void write(FileChannel channel, long @Nullable [] numbers) throws IOException {
    if (numbers == null) {
      return;
    }
    StringBuilder text = new StringBuilder(VERSION);
    for (long number : numbers) {
      text.append(' ').append(number);
    }
    while (text.length() < MAX_BYTES - 1) {
      text.append(' '); // always as long, so that one write replaces all
    }
    text.append('\n');
    ByteBuffer content = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
    channel.position(0);
    while (content.hasRemaining()) {
      channel.write(content);
    }
  }
}
