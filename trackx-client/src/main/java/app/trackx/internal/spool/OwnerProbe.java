package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out as whom this process makes files in a directory.
 *
 * <p>Neither the name of the user nor its number tells: a container may run as a number without a
 * name, and a network file system may show another owner than the process has. So a file is made and
 * looked at. Where others may write, they could put a file of theirs in its place meanwhile; they
 * cannot know its content, though, and would have to be in time twice in each round.
 */
final class OwnerProbe {
  private static final int ROUNDS = 3;
  private static final int SECRET_BYTES = 16;

  private final Disk disk;

  OwnerProbe(Disk disk) {
    this.disk = disk;
  }

  /** The owner of new files there; null if the file system has no owners. */
  @Nullable
  Object in(Path directory) throws IOException {
    SecureRandom random = new SecureRandom();
    Object first = look(directory, random);
    for (int i = 1; i < ROUNDS; i++) {
      if (!Objects.equals(first, look(directory, random))) {
        throw moved(directory);
      }
    }
    return first;
  }

  private @Nullable Object look(Path directory, SecureRandom random) throws IOException {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    Path file = directory.resolve("trackx-" + Long.toHexString(random.nextLong()) + ".probe");
    disk.write(file, secret);
    try {
      Object before = disk.owner(file);
      byte[] content = disk.read(file, SECRET_BYTES, null);
      if (!Arrays.equals(secret, content) || !Objects.equals(before, disk.owner(file))) {
        throw moved(directory);
      }
      return before;
    } finally {
      disk.delete(file);
    }
  }

  private static SpoolFailure moved(Path directory) {
    return new SpoolFailure("the spool must not be in "
        + directory
        + ", where another process replaces its files; choose a directory of this user's own");
  }
}
