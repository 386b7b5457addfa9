package app.trackx.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Linux control group with a CPU quota, version 1 or 2; only root can create one. */
final class ControlGroup implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final int PERIOD_MICROS = 100_000;

  private static int created;

  private final Path folder;

  private ControlGroup(Path folder) {
    this.folder = folder;
  }

  /** Creates a group with a quota in thousandths of a core. */
  static ControlGroup create(int thousandths) throws IOException {
    boolean version2 = Files.exists(ROOT.resolve("cgroup.controllers"));
    String name = "trackx-peers-" + ProcessHandle.current().pid() + "-" + created++;
    Path folder = Files.createDirectory((version2 ? ROOT : ROOT.resolve("cpu")).resolve(name));
    int quota = PERIOD_MICROS / 1000 * thousandths;
    if (version2) {
      Files.writeString(folder.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
    } else {
      Files.writeString(folder.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
      Files.writeString(folder.resolve("cpu.cfs_quota_us"), Integer.toString(quota));
    }
    return new ControlGroup(folder);
  }

  /** Returns the start of a command line whose process joins the group before it runs the rest. */
  List<String> prefix() {
    String join = "echo $$ > " + folder.resolve("cgroup.procs") + " && exec \"$@\"";
    return List.of("sh", "-c", join, "sh");
  }

  @Override
  public void close() throws IOException {
    Files.delete(folder);
  }
}
