package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A store for damaged files, kept for inspection; only the newest few are kept.
 *
 * <p>Fails silently: a file that cannot be stored is found again at the next start.
 */
final class DamagedFiles {
  static final int MAX_FILES = 16;

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
        return; // foreign: the spool never creates directories there
      }
      disk.move(file, folder.path().resolve(event.as(FileName.DAMAGED).toString()));
      trim();
    } catch (IOException | RuntimeException e) {
      // fails silently, see above
    }
  }

  /**
   * Deletes the oldest files. Reads the directory, because damage is rare and other runs add files
   * too.
   */
  private void trim() throws IOException {
    List<FileName> found = new ArrayList<>();
    for (String name : disk.list(folder.path(), project + '-')) {
      FileName file = FileName.parse(name);
      if (file != null && file.kind.equals(FileName.DAMAGED)) {
        found.add(file);
      }
    }
    Collections.sort(found);
    for (FileName oldest : found.subList(0, Math.max(0, found.size() - MAX_FILES))) {
      disk.delete(folder.path().resolve(oldest.toString()));
    }
  }
}
