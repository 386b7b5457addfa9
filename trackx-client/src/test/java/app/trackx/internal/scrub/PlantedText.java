package app.trackx.internal.scrub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text with invented secrets or personal data in it. In the files, brackets (U+27E6, U+27E7)
 * enclose what must not be left, and a bar breaks keys that secret scanners would report.
 */
final class PlantedText {
  private static final Pattern SECRET = Pattern.compile("\u27e6(.*?)\u27e7", Pattern.DOTALL);
  private static final Pattern PIECE = Pattern.compile("[\\p{L}\\p{M}\\p{N}]{3,}");
  private static final Pattern PLACEHOLDER = Pattern.compile(
      "\\[(?:email|credentials|query|fragment|secret|token|jwt|private key|key|card|iban|phone|ip|mac|value)]|~");

  final String group;
  final String text;
  private final List<String> secrets = new ArrayList<>();
  private final List<int[]> ranges = new ArrayList<>();
  private final String rest;

  private PlantedText(String group, String marked) {
    this.group = group;
    StringBuilder plain = new StringBuilder();
    Matcher secret = SECRET.matcher(marked);
    int from = 0;
    while (secret.find()) {
      plain.append(marked, from, secret.start());
      ranges.add(new int[] {plain.length(), plain.length() + secret.group(1).length()});
      plain.append(secret.group(1));
      secrets.add(secret.group(1));
      from = secret.end();
    }
    this.text = plain.append(marked, from, marked.length()).toString();
    this.rest = secret.replaceAll("\0");
  }

  /** Reads a file: a group, optionally a kind, and the marked text in each line. */
  static List<PlantedText> read(String file) {
    return lines(file)
        .map(line -> line.replace("\u00a6", "").split("\t"))
        .map(parts -> new PlantedText(parts[0], unescaped(parts[parts.length - 1])))
        .collect(Collectors.toList());
  }

  static Stream<String> lines(String file) {
    try (InputStream in = PlantedText.class.getResourceAsStream("/scrub/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Returns whether the scrubbed text holds none of the secrets, and no piece of three or more
   * letters or digits of one that the rest of the text does not hold.
   */
  boolean isCleanIn(String scrubbed) {
    for (String secret : secrets) {
      if (scrubbed.contains(secret)) {
        return false;
      }
      Matcher piece = PIECE.matcher(secret);
      while (piece.find()) {
        if (!rest.contains(piece.group()) && scrubbed.contains(piece.group())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the number of placeholders in the scrubbed text, and of those over a secret. */
  int[] redactionsIn(String scrubbed) {
    int all = 0;
    int right = 0;
    int at = 0; // in the original
    Matcher placeholder = PLACEHOLDER.matcher(scrubbed);
    List<int[]> marks = new ArrayList<>();
    while (placeholder.find()) {
      marks.add(new int[] {placeholder.start(), placeholder.end()});
    }
    for (int i = 0; i < marks.size(); i++) {
      int before = i == 0 ? 0 : marks.get(i - 1)[1];
      at += marks.get(i)[0] - before;
      int next = i + 1 < marks.size() ? marks.get(i + 1)[0] : scrubbed.length();
      String after = scrubbed.substring(marks.get(i)[1], next);
      boolean last = i + 1 == marks.size();
      int found = last ? text.length() - after.length() : text.indexOf(after, at);
      int end = found < 0 ? text.length() : found;
      all++;
      right += isSecret(at, end) ? 1 : 0;
      at = end;
    }
    return new int[] {all, right};
  }

  private boolean isSecret(int from, int to) {
    for (int[] range : ranges) {
      if (from < range[1] && to > range[0]) {
        return true;
      }
    }
    return false;
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        c = text.charAt(++i);
        if (c == 'u') {
          c = (char) Integer.parseInt(text.substring(i + 1, i + 5), 16);
          i += 4;
        } else {
          c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
