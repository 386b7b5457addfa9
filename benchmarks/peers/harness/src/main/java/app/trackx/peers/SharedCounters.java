package app.trackx.peers;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The server's two counters in shared memory, which a measured JVM reads without a system call. */
final class SharedCounters {
  private static final int ACCEPTED = 0;
  private static final int REQUESTS = 8;
  private static final int SIZE = 4096;

  private final MappedByteBuffer memory;

  SharedCounters(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory = channel.map(MapMode.READ_WRITE, 0, SIZE);
    }
  }

  /** Returns the number of requests that were answered with 2xx. */
  long accepted() {
    return memory.getLong(ACCEPTED);
  }

  long requests() {
    return memory.getLong(REQUESTS);
  }

  void set(long accepted, long requests) {
    memory.putLong(ACCEPTED, accepted);
    memory.putLong(REQUESTS, requests);
  }
}
