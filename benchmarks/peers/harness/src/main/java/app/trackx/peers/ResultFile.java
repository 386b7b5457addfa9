package app.trackx.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Raw results, one file for each scenario. The columns, separated by tabs, are tag, scenario, client, fork, key and
 * value.
 */
final class ResultFile {
  private static final Path LOAD = Path.of("/proc/loadavg");

  private final Path folder;
  private final String tag;

  ResultFile(Path folder, String tag) {
    this.folder = folder;
    this.tag = tag;
  }

  /** A line of a file. */
  record Line(String tag, String scenario, String peer, int fork, String key, String value) {}

  /** Appends rows, and the machine's load average as {@code load1}. */
  void append(String scenario, String peer, int fork, Map<String, String> rows) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(rows);
    all.put("load1", Files.readString(LOAD).replaceFirst(" (?s).*", ""));
    List<String> lines = new ArrayList<>();
    all.forEach((key, value) ->
        lines.add(String.join("\t", tag, scenario, peer, Integer.toString(fork), key, value)));
    Files.write(
        folder.resolve(scenario + ".tsv"),
        lines,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  static List<Line> read(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split("\t", 6);
      if (cells.length < 6) {
        throw new IOException(file + " has a line without six cells: " + line);
      }
      lines.add(
          new Line(cells[0], cells[1], cells[2], Integer.parseInt(cells[3]), cells[4], cells[5]));
    }
    return lines;
  }
}
