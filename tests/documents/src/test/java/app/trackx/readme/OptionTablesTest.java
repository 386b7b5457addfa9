package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.logback.TrackXAppender;
import app.trackx.servlet.TrackXFilter;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the options in {@code docs/WEB.md}, {@code docs/LOGGING.md} and {@code docs/SPRING.md} with the code. */
class OptionTablesTest {
  @Test
  void web_hasTheOptionsOfTheBuilder() {
    Set<String> options = namesOf(
        TrackXFilter.Builder.class, method -> method.getReturnType() == TrackXFilter.Builder.class);
    options.add("visitorSecret"); // the name of "visitors" in text

    assertThat(named("docs/WEB.md")).isEqualTo(options);
  }

  @Test
  void logging_hasTheOptionsOfTheAppender() {
    Set<String> options =
        namesOf(TrackXAppender.class, method -> method.getName().startsWith("set")).stream()
            .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
            .collect(Collectors.toCollection(TreeSet::new));
    options.remove("client"); // in code only
    options.addAll(Set.of("level", "formatter")); // the names of two for java.util.logging

    assertThat(named("docs/LOGGING.md")).isEqualTo(options);
  }

  @Test
  void spring_namesEveryProperty() throws Exception {
    Set<String> properties = new TreeSet<>();
    for (URL metadata : Collections.list(
        getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
      try (InputStream in = metadata.openStream()) {
        properties.addAll(matches(
            "\"name\": \"(trackx\\.[a-z.-]+)\",\\s+\"type\": \"(?!app\\.trackx\\.\\S+Properties)",
            new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      }
    }
    assertThat(matches("`(trackx\\.[a-z.-]+)(?:=\\S+)?`", Documents.read("docs/SPRING.md")))
        .isEqualTo(properties)
        .hasSizeGreaterThan(30);
  }

  private static Set<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> namesOf(Class<?> type, Predicate<Method> isOption) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(isOption)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the names in the first column of the table of options. */
  private static Set<String> named(String path) {
    return Documents.section(path, "## Options")
        .lines()
        .filter(line -> line.startsWith("| `"))
        .flatMap(
            line -> Pattern.compile("`(\\w+)`").matcher(line.split(" \\| ")[0]).results())
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
