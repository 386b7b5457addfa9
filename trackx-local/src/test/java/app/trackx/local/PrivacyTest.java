package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrivacyTest {
  private static final Map<String, String> PERSON = Map.of(
      "Origin", "https://shop.example.com",
      "User-Agent", "Netscape/4.7 (BeOS; bob miller)",
      "X-Forwarded-For", "203.0.113.77");

  @Test
  void memory_holdsNoAddressAndNoUserAgent() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        RawHttp http = new RawHttp(server.port())) {
      String path = RawHttp.pathOf(server);
      http.request("POST", path + "/ping", PERSON, "");
      http.request("POST", path + "/event", PERSON, "{\"message\":\"boom\"}");
      http.event(server, "{}");
      assertThat(textsIn(server))
          .contains("boom", "BeOS")
          .noneMatch(text -> text.contains("203.0.113.77") || text.contains("127.0.0.1"))
          .noneMatch(text -> text.contains("Netscape") || text.contains("bob miller"))
          .noneMatch(text -> text.contains("Java/17"));
    }
  }

  @Test
  void toString_hasNoKey() {
    try (TrackXLocal server = TrackXLocal.builder().project("secretkey01").start()) {
      assertThat(server.toString()).doesNotContain("secretkey01");
    }
  }

  @Test
  void longUserAgentComment_isNotAnOperatingSystem() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        RawHttp http = new RawHttp(server.port())) {
      Map<String, String> headers = Map.of("Origin", "x", "User-Agent", "(" + "a".repeat(65) + ")");
      http.request("POST", RawHttp.pathOf(server) + "/event", headers, "{}");
      assertThat(server.events()).extracting(Event::os).containsOnlyNulls();
    }
  }

  /** Collects all texts reachable through objects of this module and through collections. */
  private static Set<String> textsIn(Object root) throws IllegalAccessException {
    Set<String> texts = new LinkedHashSet<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> left = new ArrayDeque<>(Set.of(root));
    while (!left.isEmpty()) {
      Object object = left.pop();
      if (object instanceof CharSequence text) {
        texts.add(text.toString());
      } else if (seen.add(object)) {
        follow(object, left);
      }
    }
    return texts;
  }

  private static void follow(Object object, Deque<Object> left) throws IllegalAccessException {
    if (object instanceof Map<?, ?> map) {
      map.forEach((key, value) -> Set.of(key, value).forEach(left::push));
    } else if (object instanceof Iterable<?> elements) {
      elements.forEach(left::push);
    } else if (object.getClass().getPackageName().startsWith("app.trackx.local")
        && !object.getClass().isHidden()) {
      for (Field field : object.getClass().getDeclaredFields()) {
        field.setAccessible(true);
        if (field.get(object) != null && !Modifier.isStatic(field.getModifiers())) {
          left.push(field.get(object));
        }
      }
    }
  }
}
