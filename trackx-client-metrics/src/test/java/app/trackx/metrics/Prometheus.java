package app.trackx.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;

/** Micrometer's registry for Prometheus, whose package is another one since 1.13. */
final class Prometheus {
  final MeterRegistry registry;

  Prometheus() {
    try {
      Class<?> config = Class.forName("io.micrometer.prometheus" + suffix() + ".PrometheusConfig");
      registry = (MeterRegistry)
          Class.forName("io.micrometer.prometheus" + suffix() + ".PrometheusMeterRegistry")
              .getConstructor(config)
              .newInstance(config.getField("DEFAULT").get(null));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String suffix() {
    try {
      Class.forName("io.micrometer.prometheusmetrics.PrometheusMeterRegistry");
      return "metrics";
    } catch (ClassNotFoundException before113) {
      return "";
    }
  }

  /** Returns the series as Prometheus scrapes them, with their labels in the order of the text. */
  Map<String, Double> scrape() {
    Map<String, Double> series = new TreeMap<>();
    String text;
    try {
      text = (String) registry.getClass().getMethod("scrape").invoke(registry);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    for (String line : text.split("\n")) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        String name = line.substring(0, space).replace(",}", "}");
        series.put(name, Double.valueOf(line.substring(space + 1)));
      }
    }
    return series;
  }
}
