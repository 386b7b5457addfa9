package app.trackx.relay.log;

import app.trackx.relay.intake.DailySecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A random key for each day, kept in a file so that a restart does not make new sessions of all sources. The next day's
 * replaces it there, and a day later in memory: then no one can tell any more which source a token stood for.
 */
public final class StoredSecret implements DailySecret {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSecret.class);
  private static final int BYTES = 32;

  private final Path file;
  private final SecureRandom random = new SecureRandom();

  /** Replaced as a whole; keeps two days, since requests around midnight belong to either. */
  private volatile List<Key> keys = List.of();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Key(long day, byte[] bytes) {}

  /** Reads the file {@code sessions.key} of a directory, if it is there. */
  public StoredSecret(Path directory) {
    file = directory.resolve("sessions.key");
    Key stored = read();
    if (stored != null) {
      keys = List.of(stored);
    }
  }

  @Override
  public byte[] of(long day) {
    Key key = known(day);
    return (key == null ? create(day) : key).bytes;
  }

  private @Nullable Key known(long day) {
    for (Key key : keys) {
      if (key.day == day) {
        return key;
      }
    }
    return null;
  }

  private synchronized Key create(long day) {
    Key key = known(day);
    if (key == null) {
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      key = new Key(day, bytes);
      keep(key);
    }
    return key;
  }

  private void keep(Key key) {
    List<Key> kept = new ArrayList<>();
    kept.add(key);
    for (Key other : keys) {
      if (Math.abs(other.day - key.day) == 1) {
        kept.add(other);
      }
    }
    boolean newest = keys.stream().noneMatch(other -> other.day == key.day + 1);
    keys = List.copyOf(kept);
    if (newest) {
      try {
        write(key);
      } catch (IOException e) {
        LOG.warn(
            "The relay cannot keep the key of today's sessions ({}). After a restart all sources count as new sessions.",
            e.toString());
      }
    }
  }

  private @Nullable Key read() {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      if (bytes.remaining() == Long.BYTES + BYTES) {
        long day = bytes.getLong();
        byte[] key = new byte[BYTES];
        bytes.get(key);
        return new Key(day, key);
      }
    } catch (IOException missing) {
      LOG.debug("no key of a day is stored");
    }
    return null;
  }

  private void write(Key key) throws IOException {
    Path next = file.resolveSibling("sessions.key.new");
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + BYTES);
    bytes.putLong(key.day).put(key.bytes).flip();
    try (FileChannel channel = FileChannel.open(
        next,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
