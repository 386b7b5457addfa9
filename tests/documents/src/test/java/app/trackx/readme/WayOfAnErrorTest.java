package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares the picture of the path of an error in CONTRIBUTING.md with the compiled classes. */
class WayOfAnErrorTest {
  private static final String SECTION =
      Documents.section("CONTRIBUTING.md", "## The path of an error");
  private static final String MERMAID = SECTION.split("```mermaid\n|```")[1];
  private static final Flowchart PICTURE = new Flowchart(MERMAID);
  private static final CompiledClasses CORE = CompiledClasses.ofTheClient();

  @Test
  void everyType_exists() {
    Set<String> types = types();
    assertThat(types).hasSizeGreaterThan(10).allMatch(CORE::contains, "is a type of the core");
  }

  @Test
  void everyMethod_exists() {
    for (Flowchart.Lane lane : PICTURE.lanes.values()) {
      assertThat(lane.nodes.values())
          .isNotEmpty()
          .allMatch(node -> CORE.hasMethod(node.type, node.method), "is a method");
    }
  }

  @Test
  void everyArrow_isACall_orTheOrderOfTwoCalls() {
    for (Flowchart.Lane lane : PICTURE.lanes.values()) {
      assertThat(lane.arrows).isNotEmpty();
      for (Flowchart.Node[] arrow : lane.arrows) {
        List<List<String>> codes = lane.nodes.values().stream()
            .map(caller -> calls(lane, caller, arrow[0], arrow[1]))
            .filter(calls -> calls.size() == 2)
            .toList();
        assertThat(codes)
            .as("%s --> %s", (Object[]) arrow)
            .isNotEmpty()
            .containsOnly(List.of(arrow[0].toString(), arrow[1].toString()));
      }
    }
  }

  /** The first of a lane's nodes is where its thread begins; to all others leads an arrow. */
  @Test
  void everyNode_isReached() {
    for (Flowchart.Lane lane : PICTURE.lanes.values()) {
      Set<Flowchart.Node> reached =
          Set.copyOf(lane.arrows.stream().map(arrow -> arrow[1]).toList());
      assertThat(lane.nodes.values().stream().skip(1)).allMatch(reached::contains);
    }
  }

  @Test
  void everyHandover_isOfAnObjectThatBothThreadsUse() {
    assertThat(PICTURE.handovers).isNotEmpty();
    for (String[] handover : PICTURE.handovers) {
      assertThat(uses(handover[0], handover[1])).as("%s uses %s", handover).isTrue();
      assertThat(uses(handover[2], handover[1])).as("%3$s uses %2$s", handover).isTrue();
    }
  }

  @Test
  void lock_isAcquiredWhereThePictureShowsIt() {
    for (Flowchart.Lane lane : PICTURE.lanes.values()) {
      for (Flowchart.Node node : lane.nodes.values()) {
        assertThat(CORE.locks(node.type, node.method)).as("%s", node).isEqualTo(node.lock);
      }
    }
  }

  @Test
  void everyThread_hasThatName() {
    Set<String> names = CORE.texts("ThreadNames");
    Matcher thread = Pattern.compile("trackx-\\w+").matcher(SECTION);
    int count = 0;
    while (thread.find()) {
      count++;
      assertThat(names).contains(thread.group());
    }
    assertThat(count).isGreaterThanOrEqualTo(3);
  }

  /** So that a new stage, or a new lock, is added here too. */
  @Test
  void everythingThatThePipelineHolds_isNamed() {
    assertThat(types()).containsAll(CORE.fields("Pipeline"));
  }

  /** Returns all words of the picture, and all quoted words below it, that look like a type. */
  private static Set<String> types() {
    Set<String> types = new TreeSet<>();
    Matcher word = Pattern.compile("\\b[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*\\b").matcher(MERMAID);
    while (word.find()) {
      types.add(word.group());
    }
    Matcher quoted = Pattern.compile("`([A-Z]\\w+)`").matcher(SECTION);
    while (quoted.find()) {
      types.add(quoted.group(1));
    }
    return types;
  }

  /** Returns which of two methods a method calls, each where it does so first; itself is first. */
  private static List<String> calls(
      Flowchart.Lane lane, Flowchart.Node caller, Flowchart.Node one, Flowchart.Node other) {
    List<String> calls = new ArrayList<>();
    calls.add(caller.toString());
    expand(lane, caller, calls);
    return calls.stream()
        .filter(call -> call.equals(one.toString()) || call.equals(other.toString()))
        .distinct()
        .toList();
  }

  /** Collects a method's calls, and after each one of a method of the lane the calls of that. */
  private static void expand(Flowchart.Lane lane, Flowchart.Node caller, List<String> calls) {
    for (String call : CORE.calls(caller.type, caller.method)) {
      calls.add(call);
      for (Flowchart.Node node : lane.nodes.values()) {
        if (node != caller && node.toString().equals(call)) {
          expand(lane, node, calls);
        }
      }
    }
  }

  private static boolean uses(String lane, String type) {
    assertThat(PICTURE.lanes).containsKey(lane);
    return PICTURE.lanes.get(lane).nodes.values().stream()
        .anyMatch(node -> CORE.calls(node.type, node.method).stream()
            .anyMatch(call -> call.startsWith(type + ".")));
  }
}
