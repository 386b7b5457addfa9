package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A probe that determines which owner this process's files have in a directory.
 *
 * <p>Neither the user's name nor its number suffices: a container may run as a number without a
 * name, and a network file system may show another owner than the process has. Therefore the probe
 * creates a file and checks its owner. Where others may write, they could replace the file
 * meanwhile, but they do not know its content and would have to succeed twice in each round.
 */
final class OwnerProbe {
  private static final int ROUNDS = 3;
  private static final int SECRET_BYTES = 16;

  private final Disk disk;

  OwnerProbe(Disk disk) {
    this.disk = disk;
  }

  /** Returns the owner of new files there; null if the file system has no owners. */
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
    return new SpoolFailure("the spool cannot be in "
        + directory
        + ", where another process replaces its files; choose one that only this user can write");
  }
}
