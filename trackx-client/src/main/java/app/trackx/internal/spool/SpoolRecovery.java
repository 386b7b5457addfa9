package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
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
 * Adopts the files of ended runs in one pass over the directory. Used once.
 *
 * <p>A run whose lock is free has ended. The lock determines only that; a file is claimed by
 * renaming it, in which exactly one of any number of runs succeeds. Events without a lock file also
 * belong to an ended run, because a run creates its lock before its first event.
 */
final class SpoolRecovery {
  private final Disk disk;
  private final Folder folder;
  private final Spool spool;
  private final RunLock own;
  private final Map<String, List<FileName>> filesOfRuns = new TreeMap<>();

  private @Nullable String ownId;
  private int events;
  private long errors;
  private @Nullable IOException problem;

  SpoolRecovery(Disk disk, Folder folder, Spool spool, RunLock own) {
    this.disk = disk;
    this.folder = folder;
    this.spool = spool;
    this.own = own;
  }

  /** Adopts the files of a project. */
  Adopted run(String project) throws IOException {
    if (folder.find()) {
      find(project);
      for (Map.Entry<String, List<FileName>> run : filesOfRuns.entrySet()) {
        adoptRun(
            folder.path().resolve(FileName.lock(project, run.getKey()).toString()), run.getValue());
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
    for (String name : disk.list(folder.path(), project + '-')) {
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
          adoptFile(file);
        }
        disk.delete(lockFile);
      }
    } catch (SpoolFailure failure) {
      throw failure; // a failure of this run: continuing is useless
    } catch (IOException e) {
      note("the files of an earlier run could not be adopted", e);
    }
  }

  private @Nullable FileChannel open(Path lockFile) throws IOException {
    try {
      requireOurs(lockFile); // opening a named pipe could block
      return disk.openLock(lockFile);
    } catch (NoSuchFileException orphaned) {
      return null;
    }
  }

  /**
   * Checks that a file belongs to the spool. Foreign files stay where they are, because their
   * purpose is unknown.
   */
  private BasicFileAttributes requireOurs(Path file) throws IOException {
    BasicFileAttributes attributes = disk.attributes(file);
    if (!folder.isMine(file)) {
      throw new FileSystemException(
          file.toString(), null, "belongs to another user; it is ignored, delete it");
    }
    if (FileName.isLock(file) && !attributes.isRegularFile()) {
      throw new FileSystemException(
          file.toString(), null, "is not a regular file; it and its events are ignored, delete it");
    }
    return attributes;
  }

  private void adoptFile(FileName file) throws SpoolFailure {
    spool.step();
    try {
      if (file.kind.equals(FileName.TEMP)) {
        disk.delete(folder.path().resolve(file.toString()));
      } else if (file.kind.equals(FileName.EVENT)) {
        claim(file);
      }
    } catch (NoSuchFileException e) {
      // another run was faster, or the ended run had sent it
    } catch (SpoolFailure failure) {
      throw failure;
    } catch (IOException e) {
      note("an event of an earlier run could not be adopted", e);
    }
  }

  private void claim(FileName file) throws IOException {
    Path path = folder.path().resolve(file.toString());
    BasicFileAttributes attributes = requireOurs(path);
    if (attributes.isDirectory()) {
      return; // foreign: the spool never creates directories there
    }
    FileName mine = file.claimedBy(ownId(), spool.nextSequence());
    disk.move(path, folder.path().resolve(mine.toString()));
    events++;
    errors += mine.errors;
    spool.adopted(new SpooledEvent(mine, attributes.size(), true), attributes.isRegularFile());
  }

  /** Returns the id of this run. Creates its lock file only when there is something to adopt. */
  private String ownId() throws SpoolFailure {
    try {
      if (ownId == null) {
        ownId = own.hold();
      }
      return ownId;
    } catch (IOException e) {
      throw SpoolFailure.of("the spool's lock file cannot be created", e);
    }
  }

  private void note(String what, IOException e) {
    if (problem == null) {
      problem = new SpoolFailure(what, e);
    }
  }
}
