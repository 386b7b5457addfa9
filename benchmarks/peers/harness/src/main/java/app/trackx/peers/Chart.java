package app.trackx.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints a chart of one key as SVG: a horizontal bar for the median of each client, and a line from the smallest to the
 * largest value. It has no script, and follows the light or dark mode of the reader's system. Arguments: a file of
 * results, a key, and optionally a title and the clients in their order, separated by commas.
 */
final class Chart {
  private static final int WIDTH = 720;
  private static final int BAR_LEFT = 110;
  private static final int BAR_RIGHT = 540;
  private static final int TOP = 44;
  private static final int ROW_HEIGHT = 32;
  private static final int BAR_HEIGHT = 18;
  private static final String OWN = "trackx";

  private static final String STYLE = """
      <style>
        text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
        .ground { fill: #ffffff; }
        .title { font-size: 15px; font-weight: 600; }
        .bar { fill: #8c959f; }
        .own { fill: #0969da; }
        .range { stroke: #1f2328; stroke-width: 1.5; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .ground { fill: #0d1117; }
          .bar { fill: #6e7681; }
          .own { fill: #4493f8; }
          .range { stroke: #e6edf3; }
        }
      </style>
      """;

  private final StringBuilder svg = new StringBuilder();
  private final double scale;

  private Chart(double largest) {
    scale = (BAR_RIGHT - BAR_LEFT) / (largest > 0 ? largest : 1);
  }

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    String title = args.length > 2 ? args[2] : file.getFileName() + ": " + args[1];
    List<String> peers = args.length > 3 ? List.of(args[3].split(",")) : List.of();
    System.out.print(of(samples(ResultFile.read(file), args[1], peers), title));
  }

  /** Returns the samples of each client, all of them if none are chosen. */
  static Map<String, Samples> samples(
      List<ResultFile.Line> lines, String key, List<String> chosen) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    chosen.forEach(peer -> values.put(peer, new ArrayList<>()));
    for (ResultFile.Line line : lines) {
      if (line.key().equals(key) && (chosen.isEmpty() || chosen.contains(line.peer()))) {
        values.computeIfAbsent(line.peer(), peer -> new ArrayList<>()).add(line.value());
      }
    }
    Map<String, Samples> samples = new LinkedHashMap<>();
    values.forEach((peer, texts) -> {
      Samples numbers = texts.isEmpty() ? null : Samples.of(texts);
      if (numbers == null) {
        throw new IllegalArgumentException("no numbers of " + key + " for " + peer);
      }
      samples.put(peer, numbers);
    });
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no rows with the key " + key);
    }
    return samples;
  }

  static String of(Map<String, Samples> samples, String title) {
    double largest = samples.values().stream().mapToDouble(Samples::max).max().orElse(0);
    return new Chart(largest).draw(samples, title);
  }

  private String draw(Map<String, Samples> samples, String title) {
    int height = TOP + samples.size() * ROW_HEIGHT + 4;
    append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">%n",
        WIDTH, height, WIDTH);
    append("<title>%s</title>%n", escape(title + "; " + description(samples)));
    svg.append(STYLE);
    // a background of its own: the page may be light while the reader's system is dark
    append("<rect class=\"ground\" width=\"%d\" height=\"%d\" rx=\"6\"/>%n", WIDTH, height);
    append("<text class=\"title\" x=\"8\" y=\"24\">%s</text>%n", escape(title));
    int top = TOP;
    for (Map.Entry<String, Samples> entry : samples.entrySet()) {
      bar(entry.getKey(), entry.getValue(), top);
      top += ROW_HEIGHT;
    }
    return svg.append("</svg>\n").toString();
  }

  private void bar(String peer, Samples samples, int top) {
    double middle = top + BAR_HEIGHT / 2.0;
    double baseline = middle + 4.5;
    append(
        "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
        BAR_LEFT - 8, baseline, escape(peer));
    append(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
        peer.equals(OWN) ? "own" : "bar",
        BAR_LEFT,
        top,
        Math.max(1, samples.median() * scale),
        BAR_HEIGHT);
    double min = BAR_LEFT + samples.min() * scale;
    double max = BAR_LEFT + samples.max() * scale;
    if (samples.min() < samples.max()) {
      append(
          "<path class=\"range\" fill=\"none\" d=\"M%.1f %.1fH%.1fM%.1f %.1fv8M%.1f %.1fv8\"/>%n",
          min, middle, max, min, middle - 4, max, middle - 4);
    }
    double end = Math.max(max, BAR_LEFT + samples.median() * scale);
    append("<text x=\"%.1f\" y=\"%.1f\">%s</text>%n", end + 8, baseline, samples);
  }

  private static String description(Map<String, Samples> samples) {
    List<String> values = new ArrayList<>();
    samples.forEach((peer, value) -> values.add(peer + " " + value));
    return String.join(", ", values);
  }

  private void append(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), arguments));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
