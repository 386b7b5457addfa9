package app.trackx.local.internal.store;

import app.trackx.local.internal.http.HttpError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/**
 * A journal in a file of H2's storage engine, MVStore. The database is read once, at startup; afterwards all
 * reads go to the store in memory. The database holds the store's data, but no IP address, no user agent and
 * no session salt. Without the salt, today's sessions cannot be recognized after a restart and are counted
 * again.
 *
 * <p>H2's SQL engine is deliberately not used: opening a file with it runs the triggers, aliases and Java
 * source code that the file contains, whoever created it. The storage engine maps numbers to bytes and runs
 * nothing. Key and value types are always specified here, because H2 would otherwise deserialize Java objects.
 *
 * <p>If a write fails, one line on System.err reports it, and the server continues in memory only: a full disk
 * should not break the application under development.
 */
public final class Database implements Journal {
  static final String FILE = "events.mv.db";
  private static final int FORMAT = 1;
  private static final int CACHE_MIB = 2;
  private static final int UNWRITTEN_KIB = 2048;
  private static final int COMPACTION_MILLIS = 200;
  private static final Set<String> MAPS = Set.of("event", "first", "issue", "session");

  private final MVStore file;
  private final MVMap<Long, byte[]> events;
  private final MVMap<Long, byte[]> firsts; // the first event of an issue, by the issue's serial
  private final NamedRecords issues; // by id, in the order of their latest events
  private final NamedRecords sessions;
  private final Failure failure;

  private Database(MVStore file, Failure failure) {
    this.file = file;
    this.failure = failure;
    this.events = map(file, "event");
    this.firsts = map(file, "first");
    this.issues = new NamedRecords(map(file, "issue"));
    this.sessions = new NamedRecords(map(file, "session"));
  }

  private static MVMap<Long, byte[]> map(MVStore file, String name) {
    return file.openMap(
        name,
        new MVMap.Builder<Long, byte[]>()
            .keyType(LongDataType.INSTANCE)
            .valueType(ByteArrayDataType.INSTANCE));
  }

  /** Opens an existing file, which may be empty. */
  static Database open(Path path) throws IOException {
    Failure failure = new Failure();
    MVStore file = null;
    try {
      // async: otherwise, interrupting a writing thread would close the file
      file = new MVStore.Builder()
          .fileName("async:" + path)
          .cacheSize(CACHE_MIB)
          .autoCommitBufferSize(UNWRITTEN_KIB)
          .backgroundExceptionHandler(failure)
          .open();
      file.setVersionsToKeep(0);
      checkFormat(file);
      file.setStoreVersion(FORMAT);
      return new Database(file, failure);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (file != null) {
        file.closeImmediately();
      }
      throw unreadable(e);
    }
  }

  private static void checkFormat(MVStore file) throws IOException {
    Set<String> maps = file.getMapNames();
    boolean fresh = maps.isEmpty() && file.getStoreVersion() == 0;
    if (!fresh && (file.getStoreVersion() != FORMAT || !MAPS.containsAll(maps))) {
      throw new IOException("written by another program or version");
    }
  }

  /** Wraps any failure: a damaged file can contain anything, including absurd lengths. */
  private static IOException unreadable(Throwable failure) {
    IOException unreadable = new IOException(
        "the database cannot be read; move " + FILE + " away to start with an empty one");
    unreadable.addSuppressed(failure); // not the cause: callers print the root cause's message
    return unreadable;
  }

  /** Loads the content into a store. Closes the database if that fails. */
  public void loadInto(Store store) throws IOException {
    try {
      load(store);
      failure.report = true;
    } catch (IOException | HttpError | RuntimeException | OutOfMemoryError e) {
      file.closeImmediately(); // does not modify a file that cannot be read
      throw unreadable(e);
    }
  }

  /** Reads one record at a time, so that memory stays within the store's bounds. */
  private void load(Store store) throws IOException, HttpError {
    Cursor<Long, byte[]> event = events.cursor(null);
    while (event.hasNext()) {
      event.next();
      store.restore(new RecordReader(event.getValue()).event());
    }
    loadIssues(store);
    for (long position : sessions.positions()) {
      RecordReader record = new RecordReader(sessions.at(position));
      String name = record.name();
      sessions.setPosition(name, position);
      store.restore(name, record.session());
    }
  }

  private void loadIssues(Store store) throws IOException, HttpError {
    Set<Long> serials = new HashSet<>();
    for (long position : issues.positions()) {
      RecordReader record = new RecordReader(issues.at(position));
      issues.setPosition(record.name(), position);
      long serial = record.number();
      serials.add(serial);
      StoredEvent first = new RecordReader(firsts.get(serial)).event();
      store.restore(record.issue(first, serial, position));
    }
    for (Long serial : new ArrayList<>(firsts.keySet())) {
      if (!serials.contains(serial)) {
        firsts.remove(serial); // left behind when the JVM was killed
      }
    }
  }

  private interface Work {
    void run();
  }

  private void write(Work work) {
    if (failure.happened()) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      failure.uncaughtException(Thread.currentThread(), e);
    }
  }

  /** Reports the first write failure, including those on H2's background thread. */
  private static final class Failure implements Thread.UncaughtExceptionHandler {
    private final AtomicBoolean happened = new AtomicBoolean();
    private volatile boolean report; // true once the file has been read

    boolean happened() {
      return happened.get();
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
      if (report && happened.compareAndSet(false, true)) {
        System.err.println(
            "trackx-local cannot write to its database; received data is kept in memory"
                + " only from now on: " + failure.getMessage());
      }
    }
  }

  @Override
  public void event(StoredEvent event, StoredIssue issue, long oldestEvent, long oldestIssue) {
    write(() -> {
      events.put(event.serial(), RecordWriter.of(event));
      if (!firsts.containsKey(issue.serial())) {
        firsts.put(issue.serial(), RecordWriter.of(issue.first()));
      }
      issues.put(issue.id(), issue.lastEvent(), RecordWriter.of(issue));
      trim(oldestEvent, oldestIssue);
    });
  }

  /** Deletes events and issues that the store has evicted. */
  private void trim(long oldestEvent, long oldestIssue) {
    for (Long key = events.firstKey(); key != null && key < oldestEvent; key = events.firstKey()) {
      events.remove(key);
    }
    while (issues.firstPosition() < oldestIssue) {
      firsts.remove(RecordWriter.serial(issues.removeFirst()));
    }
  }

  @Override
  public void status(StoredIssue issue) {
    write(() -> issues.put(issue.id(), issue.lastEvent(), RecordWriter.of(issue)));
  }

  @Override
  public void removed(StoredIssue issue, List<Long> serials) {
    write(() -> {
      serials.forEach(events::remove);
      firsts.remove(issue.serial());
      issues.remove(issue.id());
    });
  }

  @Override
  public void session(String key, StoredSession session) {
    write(() -> {
      sessions.put(key, sessions.positionOf(key), RecordWriter.of(key, session));
      while (sessions.size() > Store.MAX_SESSIONS) {
        sessions.removeFirst();
      }
    });
  }

  @Override
  public void clear() {
    write(() -> {
      events.clear();
      firsts.clear();
      issues.clear();
      sessions.clear();
    });
  }

  @Override
  public void close() {
    try {
      file.close(COMPACTION_MILLIS);
    } catch (RuntimeException e) {
      System.err.println("trackx-local could not close its database: " + e.getMessage());
    }
  }
}
