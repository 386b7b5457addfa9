package app.trackx.readme;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Mermaid flowchart of lanes: arrows connect the nodes of one lane, or lanes. A node's text begins
 * with {@code Type.method}; an arrow between lanes is labelled with a type.
 */
final class Flowchart {
  private static final Pattern LANE = Pattern.compile("subgraph (\\w+) \\[\"(.+)\"]");
  private static final Pattern NODE =
      Pattern.compile("(\\w+)\\[\"(\\w+)\\.(\\w+)(?:<br/>(.*))?\"](?::::(\\w+))?");
  private static final Pattern BETWEEN = Pattern.compile("(\\w+) -->\\|(\\w+)\\| (\\w+)");
  private static final Pattern WITHIN = Pattern.compile("\\w+( --> \\w+)+");
  private static final Pattern STYLE =
      Pattern.compile("flowchart LR|direction TB|classDef \\w+ \\S+|");

  final Map<String, Lane> lanes = new LinkedHashMap<>();

  /** Arrows between lanes: from, label, to. */
  final List<String[]> handovers = new ArrayList<>();

  Flowchart(String mermaid) {
    Lane lane = null;
    for (String padded : mermaid.split("\n")) {
      String line = padded.strip();
      Matcher start = LANE.matcher(line);
      Matcher node = NODE.matcher(line);
      Matcher between = BETWEEN.matcher(line);
      if (start.matches()) {
        lane = new Lane(start.group(2));
        lanes.put(start.group(1), lane);
      } else if (line.equals("end")) {
        lane = null;
      } else if (lane != null && node.matches()) {
        lane.nodes.put(
            node.group(1), new Node(node.group(2), node.group(3), "lock".equals(node.group(5))));
      } else if (lane != null && WITHIN.matcher(line).matches()) {
        lane.connect(line.split(" --> "));
      } else if (lane == null && between.matches()) {
        handovers.add(new String[] {between.group(1), between.group(2), between.group(3)});
      } else if (!STYLE.matcher(line).matches()) {
        throw new AssertionError("unexpected line in the flowchart: " + line);
      }
    }
  }

  /** What one thread does. */
  static final class Lane {
    final String title;
    final Map<String, Node> nodes = new LinkedHashMap<>();

    /** Pairs of nodes. */
    final List<Node[]> arrows = new ArrayList<>();

    Lane(String title) {
      this.title = title;
    }

    private void connect(String... ids) {
      for (int i = 1; i < ids.length; i++) {
        arrows.add(new Node[] {node(ids[i - 1]), node(ids[i])});
      }
    }

    private Node node(String id) {
      Node node = nodes.get(id);
      if (node == null) {
        throw new AssertionError("no node " + id + " in \"" + title + "\"");
      }
      return node;
    }
  }

  /** A method. */
  static final class Node {
    final String type;
    final String method;
    final boolean lock;

    Node(String type, String method, boolean lock) {
      this.type = type;
      this.method = method;
      this.lock = lock;
    }

    @Override
    public String toString() {
      return type + "." + method;
    }
  }
}
