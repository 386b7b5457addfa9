package app.trackx.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prints tables of medians (min–max) in Markdown. Arguments: the keys, separated by commas, or an empty text for all;
 * then files of results.
 */
final class Report {
  private Report() {}

  public static void main(String[] args) throws Exception {
    for (String file : Arrays.asList(args).subList(1, args.length)) {
      print(Path.of(file), args[0]);
    }
  }

  private static void print(Path file, String chosen) throws Exception {
    Map<String, Map<String, List<String>>> table = new LinkedHashMap<>();
    Set<String> keys = new LinkedHashSet<>();
    for (ResultFile.Line line : ResultFile.read(file)) {
      keys.add(line.key());
      table
          .computeIfAbsent(line.tag() + " " + line.peer(), peer -> new LinkedHashMap<>())
          .computeIfAbsent(line.key(), key -> new ArrayList<>())
          .add(line.value());
    }
    List<String> columns = chosen.isEmpty() ? List.copyOf(keys) : List.of(chosen.split(","));
    System.out.println("\n### " + file.getFileName().toString().replace(".tsv", "") + "\n");
    System.out.println("| client | forks | " + String.join(" | ", columns) + " |");
    System.out.println("|---|---|" + "---|".repeat(columns.size()));
    table.forEach((peer, rows) -> {
      int forks = rows.values().stream().mapToInt(List::size).max().orElse(0);
      StringBuilder row = new StringBuilder("| " + peer + " | " + forks + " |");
      for (String column : columns) {
        row.append(' ').append(cell(rows.getOrDefault(column, List.of()))).append(" |");
      }
      System.out.println(row);
    });
  }

  private static String cell(List<String> values) {
    Samples samples = values.isEmpty() ? null : Samples.of(values);
    return samples == null ? String.join(", ", new LinkedHashSet<>(values)) : samples.toString();
  }
}
