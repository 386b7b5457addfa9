package app.trackx.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/**
 * A journal in a file of H2's storage engine. The store stays in memory and is what is read; the
 * database is read once, at the start. It holds what the store keeps, no address, no user agent;
 * the salt of the sessions is not in it, so a visitor's session of today cannot be recognized after
 * a restart and counts anew.
 *
 * <p>The SQL engine is left out on purpose: while it opens a file, it runs the triggers, aliases
 * and Java sources that whoever made the file has put into it. The storage engine maps numbers to
 * bytes and runs nothing. Key and value types are always given here, because H2 would otherwise
 * take them for serialized Java objects.
 *
 * <p>If the file cannot be written, one line on System.err reports it, and from then on everything
 * is in memory alone: a developer's application should not fail for a full disk here.
 */
final class Database implements Journal {
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

  /** Opens a file that is there; it may be empty. */
  static Database open(Path path) throws IOException {
    Failure failure = new Failure();
    MVStore file = null;
    try {
      // async: an interrupt of the thread that writes does not close the file
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
      throw new IOException("another program or version has written it");
    }
  }

  /** In a damaged file anything may be read, any length too, and H2 and we may fail in any way. */
  private static IOException unreadable(Throwable failure) {
    IOException said =
        new IOException("its database cannot be read: move " + FILE + " away to start anew");
    said.addSuppressed(failure); // no cause, whose words would say less
    return said;
  }

  /** Hands the content to a store; if that fails, the database is closed. */
  void loadInto(Store store) throws IOException {
    try {
      load(store);
      failure.report = true;
    } catch (IOException | HttpError | RuntimeException | OutOfMemoryError e) {
      file.closeImmediately(); // changes nothing in a file that is not understood
      throw unreadable(e);
    }
  }

  /** One record after another, so that no more than the store's bounds is in memory. */
  private void load(Store store) throws IOException, HttpError {
    Cursor<Long, byte[]> event = events.cursor(null);
    while (event.hasNext()) {
      event.next();
      store.restore(new RecordReader(event.getValue()).event());
    }
    loadIssues(store);
    for (long place : sessions.places()) {
      RecordReader record = new RecordReader(sessions.at(place));
      String name = record.name();
      sessions.setPlace(name, place);
      store.restore(name, record.session());
    }
  }

  private void loadIssues(Store store) throws IOException, HttpError {
    Set<Long> serials = new HashSet<>();
    for (long place : issues.places()) {
      RecordReader record = new RecordReader(issues.at(place));
      issues.setPlace(record.name(), place);
      long serial = record.number();
      serials.add(serial);
      Event first = new RecordReader(firsts.get(serial)).event();
      store.restore(record.issue(first, serial, place));
    }
    for (Long serial : new ArrayList<>(firsts.keySet())) {
      if (!serials.contains(serial)) {
        firsts.remove(serial); // left by a kill
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

  /** Reports the first failure to write, of H2's own thread too. */
  private static final class Failure implements Thread.UncaughtExceptionHandler {
    private final AtomicBoolean happened = new AtomicBoolean();
    private volatile boolean report; // not before the file proved to be readable

    boolean happened() {
      return happened.get();
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
      if (report && happened.compareAndSet(false, true)) {
        System.err.println("trackx-local cannot write to its database and keeps what comes in"
            + " memory alone: " + failure.getMessage());
      }
    }
  }

  @Override
  public void event(Event event, Issue issue, long oldestEvent, long oldestIssue) {
    write(() -> {
      events.put(event.serial(), Records.of(event));
      if (!firsts.containsKey(issue.serial())) {
        firsts.put(issue.serial(), Records.of(issue.first()));
      }
      issues.put(issue.id(), issue.lastEvent(), Records.of(issue));
      trim(oldestEvent, oldestIssue);
    });
  }

  /** Deletes what the store no longer keeps. */
  private void trim(long oldestEvent, long oldestIssue) {
    for (Long key = events.firstKey(); key != null && key < oldestEvent; key = events.firstKey()) {
      events.remove(key);
    }
    while (issues.firstPlace() < oldestIssue) {
      firsts.remove(Records.serial(issues.removeFirst()));
    }
  }

  @Override
  public void session(String key, Session session) {
    write(() -> {
      sessions.put(key, sessions.placeOf(key), Records.of(key, session));
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
