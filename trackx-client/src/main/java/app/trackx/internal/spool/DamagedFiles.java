package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Puts files aside that are not what was written, for someone to look at; the newest few of them.
 *
 * <p>Fails silently: whatever cannot be put aside is found again at the next start.
 */
final class DamagedFiles {
  static final int KEPT = 16;

  private final Disk disk;
  private final Path directory;
  private final String project;

  DamagedFiles(Disk disk, Path directory, String project) {
    this.disk = disk;
    this.directory = directory;
    this.project = project;
  }

  void add(FileName event) {
    try {
      Path file = directory.resolve(event.toString());
      if (disk.attributes(file).isDirectory()) {
        return; // nobody writes directories here: it is none of ours
      }
      disk.move(file, directory.resolve(event.as(FileName.DAMAGED).toString()));
      trim();
    } catch (IOException | RuntimeException e) {
      // as the class says
    }
  }

  /** Reads the directory: damage is rare, and other runs put files aside too. */
  private void trim() throws IOException {
    List<FileName> found = new ArrayList<>();
    for (String name : disk.list(directory, project + '-')) {
      FileName file = FileName.parse(name);
      if (file != null && file.kind.equals(FileName.DAMAGED)) {
        found.add(file);
      }
    }
    Collections.sort(found);
    for (FileName oldest : found.subList(0, Math.max(0, found.size() - KEPT))) {
      disk.delete(directory.resolve(oldest.toString()));
    }
  }
}
