package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory of spools, and the losses that they report. */
final class SpoolDirectory implements AutoCloseable {
  static final String OWNER = "https://trackx.example/v1/key";
  static final long TIME = 1_700_000_000_000L;

  final Path path;
  final FaultyDisk disk = new FaultyDisk();
  final List<String> lost = Collections.synchronizedList(new ArrayList<>());
  private final List<Spool> opened = new ArrayList<>();

  SpoolDirectory(Path path) {
    this.path = path;
  }

  Spool open() {
    return open(OWNER, Spool.MAX_FILES, Spool.MAX_BYTES);
  }

  Spool open(String owner, int maxFiles, long maxBytes) {
    Spool spool = new Spool(
        path,
        owner,
        (event, why) ->
            lost.add(why + " " + event.errors() + (event.fromEarlierRun() ? " earlier" : "")),
        maxFiles,
        maxBytes,
        disk);
    opened.add(spool);
    return spool;
  }

  /** Leaves the events of an earlier run that has ended, with these bodies, a millisecond apart. */
  void leave(String... bodies) throws IOException {
    try (Spool spool = open()) {
      for (int i = 0; i < bodies.length; i++) {
        spool.add(bytes(bodies[i]), 1, TIME + i);
      }
    }
  }

  /** Returns the bodies of all waiting events, oldest first, and removes them. */
  static List<String> drain(Spool spool) throws IOException {
    List<String> bodies = new ArrayList<>();
    for (SpooledEvent event = spool.next(); event != null; event = spool.next()) {
      byte[] body = spool.read(event);
      if (body != null) {
        bodies.add(new String(body, StandardCharsets.UTF_8));
        remove(spool, event);
      }
    }
    return bodies;
  }

  /** Removes an event as a client does after it was sent; returns false if it no longer waited. */
  static boolean remove(Spool spool, SpooledEvent event) throws IOException {
    boolean waited = spool.forget(event);
    if (waited) {
      spool.delete(event);
    }
    return waited;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the names with that suffix, sorted; of all files if it is empty. */
  List<String> names(String end) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(end))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  /** Returns the only file with that suffix. */
  Path only(String end) throws IOException {
    List<String> names = names(end);
    if (names.size() != 1) {
      throw new AssertionError(names);
    }
    return path.resolve(names.get(0));
  }

  @Override
  public void close() {
    opened.forEach(Spool::close);
  }
}
