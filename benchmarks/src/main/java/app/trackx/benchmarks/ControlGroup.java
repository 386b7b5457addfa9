package app.trackx.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Linux control group, version 1 or 2, with a CPU quota. */
final class ControlGroup {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final int PERIOD_MICROS = 100_000;

  private static int created;

  private final Path limit;
  private final Path accounts; // with version 1, a directory in a hierarchy of its own
  private final boolean version2;

  private ControlGroup(Path limit, Path accounts, boolean version2) {
    this.limit = limit;
    this.accounts = accounts;
    this.version2 = version2;
  }

  /** Creates a group with a quota in thousandths of a core. */
  static ControlGroup create(int thousandths) throws IOException {
    boolean version2 = Files.exists(ROOT.resolve("cgroup.controllers"));
    String name = "trackx-benchmark-" + ProcessHandle.current().pid() + "-" + created++;
    Path limit = version2 ? ROOT.resolve(name) : ROOT.resolve("cpu").resolve(name);
    Path accounts = version2 ? limit : ROOT.resolve("cpuacct").resolve(name);
    int quota = PERIOD_MICROS / 1000 * thousandths;
    Files.createDirectories(limit);
    Files.createDirectories(accounts);
    if (version2) {
      Files.writeString(limit.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
    } else {
      Files.writeString(limit.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
      Files.writeString(limit.resolve("cpu.cfs_quota_us"), Integer.toString(quota));
    }
    return new ControlGroup(limit, accounts, version2);
  }

  /** Returns the shell command that moves the shell into the group. */
  String join() {
    return "echo $$ > " + limit.resolve("cgroup.procs") + " && echo $$ > "
        + accounts.resolve("cgroup.procs");
  }

  /** Returns the CPU time that the group's processes have used so far. */
  double cpuSeconds() throws IOException {
    if (!version2) {
      return Long.parseLong(Files.readString(accounts.resolve("cpuacct.usage")).trim()) / 1e9;
    }
    String first = Files.readAllLines(accounts.resolve("cpu.stat")).get(0); // usage_usec 123
    return Long.parseLong(first.substring(first.indexOf(' ') + 1)) / 1e6;
  }

  void delete() throws IOException {
    Files.delete(limit);
    Files.deleteIfExists(accounts);
  }
}
