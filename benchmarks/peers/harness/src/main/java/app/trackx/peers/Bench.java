package app.trackx.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs scenarios. Arguments: the folder of the benchmark, and names of scenarios or {@code all}. The environment
 * variables PEERS, FORKS, JAVA_BIN and TAG override defaults.
 */
final class Bench {
  private Bench() {}

  public static void main(String[] args) throws Exception {
    Map<String, Scenario> scenarios = scenarios();
    List<Scenario> chosen = new ArrayList<>();
    for (String name : Arrays.asList(args).subList(1, args.length)) {
      if (name.equals("all")) {
        chosen.addAll(scenarios.values());
      } else if (scenarios.containsKey(name)) {
        chosen.add(scenarios.get(name));
      } else {
        System.err.println("There is no scenario " + name + "; there are " + scenarios.keySet());
        System.exit(2);
      }
    }
    List<RunPlan> plans = chosen.stream().map(RunPlan::of).toList();
    long seconds = plans.stream().mapToLong(RunPlan::estimatedSeconds).sum();
    System.out.printf("Estimated time on two idle cores: %d min%n", (seconds + 59) / 60);
    try (Harness harness = Harness.start(Path.of(args[0]).toAbsolutePath())) {
      for (RunPlan plan : plans) {
        long start = System.nanoTime();
        plan.run(harness);
        harness.log(plan.scenario().name() + " took " + (System.nanoTime() - start) / 1_000_000_000L
            + " s, estimated " + plan.estimatedSeconds() + " s");
      }
    }
  }

  /** In the order of {@code all}: those first that other processes disturb most. */
  private static Map<String, Scenario> scenarios() {
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    for (Scenario scenario : List.of(
        new CallerCostScenario(),
        new ColdStartScenario(),
        new ThroughputScenario(),
        new StormScenario(),
        new RefusalScenario(),
        new OutageScenario(),
        new ExitScenario(),
        new SmallContainerScenario())) {
      scenarios.put(scenario.name(), scenario);
    }
    return scenarios;
  }
}
