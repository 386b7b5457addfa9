package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what runs have left that ended: one walk through the directory. Used once.
 *
 * <p>A run whose lock is free has ended. The lock only tells that; who gets a file is decided by
 * renaming it, which one of any number of runs can do. Events without a lock file have nobody
 * either: a run makes the lock before its first event.
 */
final class Adoption {
  private final Disk disk;
  private final Path directory;
  private final Spool spool;
  private final OwnRun own;
  private final Map<String, List<FileName>> filesOfRuns = new TreeMap<>();

  private @Nullable String ownId;
  private int events;
  private long errors;
  private @Nullable IOException problem;

  Adoption(Disk disk, Path directory, Spool spool, OwnRun own) {
    this.disk = disk;
    this.directory = directory;
    this.spool = spool;
    this.own = own;
  }

  /** Takes over the files of that project. */
  Adopted run(String project) throws IOException {
    if (disk.isThere(directory)) {
      find(project);
      for (Map.Entry<String, List<FileName>> run : filesOfRuns.entrySet()) {
        adoptRun(
            directory.resolve(FileName.lock(project, run.getKey()).toString()), run.getValue());
      }
    }
    trim();
    return new Adopted(events, errors, problem);
  }

  private void trim() {
    try {
      spool.trim();
    } catch (IOException e) {
      note("the oldest event could not be deleted to make room", e);
    }
  }

  private void find(String project) throws IOException {
    for (String name : disk.list(directory, project + '-')) {
      FileName file = FileName.parse(name);
      if (file == null || file.kind.equals(FileName.DAMAGED)) {
        continue;
      }
      if (!own.isMine(file.run) && !LiveRuns.contains(file.run)) {
        List<FileName> files = filesOfRuns.get(file.run);
        if (files == null) {
          files = new ArrayList<>();
          filesOfRuns.put(file.run, files);
        }
        files.add(file);
      }
    }
  }

  private void adoptRun(Path lockFile, List<FileName> files) throws IOException {
    try (FileChannel channel = open(lockFile)) {
      FileLock lock = channel == null ? null : disk.tryLock(channel);
      if (channel == null || lock != null) {
        Collections.sort(files);
        for (FileName file : files) {
          take(file);
        }
        disk.delete(lockFile);
      }
    } catch (SpoolFailure failure) {
      throw failure; // of this run: it is of no use to go on
    } catch (IOException e) {
      note("what an earlier run left could not be taken over", e);
    }
  }

  private @Nullable FileChannel open(Path lockFile) throws IOException {
    try {
      return disk.openLock(lockFile);
    } catch (NoSuchFileException orphaned) {
      return null;
    }
  }

  private void take(FileName file) throws SpoolFailure {
    try {
      if (file.kind.equals(FileName.TEMP)) {
        disk.delete(directory.resolve(file.toString()));
      } else if (file.kind.equals(FileName.EVENT)) {
        claim(file);
      }
    } catch (NoSuchFileException e) {
      // another was faster; or the run itself had sent it before it ended
    } catch (SpoolFailure failure) {
      throw failure;
    } catch (IOException e) {
      note("an event of an earlier run could not be taken over", e);
    }
  }

  private void claim(FileName file) throws IOException {
    Path path = directory.resolve(file.toString());
    BasicFileAttributes attributes = disk.attributes(path);
    if (attributes.isDirectory()) {
      return; // nobody writes directories here: it is none of ours
    }
    FileName mine = file.claimedBy(ownId(), spool.nextSequence());
    disk.move(path, directory.resolve(mine.toString()));
    events++;
    errors += mine.errors;
    spool.adopted(new SpooledEvent(mine, attributes.size(), true), attributes.isRegularFile());
  }

  /** No lock file of our own before there is something to take. */
  private String ownId() throws SpoolFailure {
    try {
      if (ownId == null) {
        ownId = own.hold();
      }
      return ownId;
    } catch (IOException e) {
      throw SpoolFailure.of("the spool's lock file cannot be made", e);
    }
  }

  private void note(String what, IOException e) {
    if (problem == null) {
      problem = new SpoolFailure(what, e);
    }
  }
}
