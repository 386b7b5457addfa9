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
  private final Folder folder;
  private final String project;

  DamagedFiles(Disk disk, Folder folder, String project) {
    this.disk = disk;
    this.folder = folder;
    this.project = project;
  }

  void add(FileName event) {
    try {
      Path file = folder.path().resolve(event.toString());
      if (disk.attributes(file).isDirectory()) {
        return; // nobody writes directories here: it is none of ours
      }
      disk.move(file, folder.path().resolve(event.as(FileName.DAMAGED).toString()));
      trim();
    } catch (IOException | RuntimeException e) {
      // as the class says
    }
  }

  /** Reads the directory: damage is rare, and other runs put files aside too. */
  private void trim() throws IOException {
    List<FileName> found = new ArrayList<>();
    for (String name : disk.list(folder.path(), project + '-')) {
      FileName file = FileName.parse(name);
      if (file != null && file.kind.equals(FileName.DAMAGED)) {
        found.add(file);
      }
    }
    Collections.sort(found);
    for (FileName oldest : found.subList(0, Math.max(0, found.size() - KEPT))) {
      disk.delete(folder.path().resolve(oldest.toString()));
    }
  }
}
