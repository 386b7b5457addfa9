package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.json.NastyText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundEventEncodingTest {
  private static final int CASES = 3_000;
  private static final EventType[] TYPES = EventType.values();

  @Test
  void encode_fullEvent_isTheSixPropertiesAndNoMore() throws IOException {
    EventPayload payload = new EventPayload(EventType.PROGRAMMATIC);
    payload.setName("java.io.IOException");
    payload.setMessage("no \"route\"");
    payload.setStack("java.io.IOException\n    at a.B.c (a/B.java:1)");
    payload.setUri("java:a.B.c");
    payload.getMeta().put("n", 1);

    assertThat(new String(encode(payload), StandardCharsets.UTF_8))
        .isEqualTo("{\"name\":\"java.io.IOException\",\"message\":\"no \\\"route\\\"\","
            + "\"stack\":\"java.io.IOException\\n    at a.B.c (a/B.java:1)\",\"type\":4,"
            + "\"uri\":\"java:a.B.c\",\"meta\":{\"n\":1}}");
  }

  @Test
  void encode_emptyEvent_leavesOutWhatIsNullAndKeepsMeta() throws IOException {
    byte[] body = encode(new EventPayload(EventType.TEST));

    assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo("{\"type\":99,\"meta\":{}}");
  }

  @Test
  void encode_metaOfAllKinds_keepsKindsAndValues() throws IOException {
    EventPayload payload = new EventPayload(EventType.TEST);
    payload.getMeta().put("long", (1L << 53) - 1);
    payload.getMeta().put("double", 0.1);
    payload.getMeta().put("float", 1.5f);
    payload.getMeta().put("decimal", new BigDecimal("12.50"));
    payload.getMeta().put("flag", true);
    payload.getMeta().put("nothing", null);
    payload.getMeta().put("list", List.of("a", Map.of("b", 2)));

    assertThat(new String(encode(payload), StandardCharsets.UTF_8))
        .endsWith("\"meta\":{\"long\":9007199254740991,\"double\":0.1,\"float\":1.5,"
            + "\"decimal\":12.50,\"flag\":true,\"nothing\":null,\"list\":[\"a\",{\"b\":2}]}}");
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void encode_everyType_isAWholeNumberOf0To99(EventType type) throws IOException {
    Map<String, Object> event = ServerRules.check(encode(new EventPayload(type)));

    assertThat(event.get("type")).isEqualTo(BigDecimal.valueOf(type.code()));
  }

  @Test
  void encode_textAtTheLimits_isNotClipped() throws IOException {
    EventPayload payload = new EventPayload(EventType.TEST);
    payload.setName("n".repeat(512));
    payload.setMessage("m".repeat(10_000));
    payload.setStack(("s".repeat(1_000) + "\n").repeat(130) + "s".repeat(812)); // 128 KiB in JSON
    payload.setUri("u".repeat(1_000));

    Map<String, Object> event = ServerRules.check(encode(payload));

    assertThat(event)
        .containsEntry("name", payload.getName())
        .containsEntry("message", payload.getMessage())
        .containsEntry("stack", payload.getStack())
        .containsEntry("uri", payload.getUri());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "\u0001", "\0", "\"", "\\", "\u6f22", "\ud83d\ude00", "\ud83d", "\ude00", "\n"
      })
  void encode_everyFieldOf200000OfOneKind_keepsTheRules(String piece) throws IOException {
    String text = piece.repeat(200_000);
    EventPayload payload = filled(text);
    payload.setStack((piece.repeat(400) + "\n").repeat(500)); // longer lines are clipped
    for (int i = 0; i < 1_500; i++) {
      payload.getMeta().put(i + text.substring(0, 300), text);
    }

    Map<String, Object> event = ServerRules.check(encode(payload));

    assertThat(event).containsOnlyKeys("name", "message", "stack", "type", "uri", "meta");
    assertThat((String) event.get("stack")).hasSizeGreaterThan(20_000);
    assertThat((String) event.get("message")).hasSizeBetween(9_999, 10_000);
    assertThat((Map<?, ?>) event.get("meta")).isNotEmpty();
  }

  @Test
  void encode_longLineOfAStack_isClipped() throws IOException {
    EventPayload payload = new EventPayload(EventType.TEST);
    payload.setStack("a\n" + "s".repeat(1_001) + "\n" + "t".repeat(1_000));

    assertThat(ServerRules.check(encode(payload)))
        .containsEntry("stack", "a\n" + "s".repeat(1_000) + "\n" + "t".repeat(1_000));
  }

  @Test
  void encode_metaOfAMegabyte_isCutToItsShare() throws IOException {
    EventPayload payload = new EventPayload(EventType.TEST);
    for (int i = 0; i < 128; i++) {
      payload.getMeta().put("key" + i, "x".repeat(8_192));
    }

    byte[] body = encode(payload);

    ServerRules.check(body);
    assertThat(body.length).isBetween(40 * 1024, 48 * 1024 + 64);
  }

  @Test
  void encode_worstTextAndMetaOfFailures_keepsTheBodyWithinItsBound() throws IOException {
    EventPayload payload = filled("\u0001".repeat(200_000));
    payload.getMeta().put("rows", Collections.nCopies(5_000, new ThrowingMap()));

    ServerRules.check(encode(payload));
  }

  @Test
  void encode_metaThatContainsItself_keepsTheRules() throws IOException {
    EventPayload payload = filled("x");
    payload.getMeta().put("self", payload.getMeta());

    Map<String, Object> event = ServerRules.check(encode(payload));

    assertThat(event.get("meta")).isEqualTo(Map.of("key", "x", "self", "[circular]"));
  }

  @Test
  void encode_randomEvents_keepTheRules() throws IOException {
    Random random = new Random(20_261_123);
    for (int i = 0; i < CASES; i++) {
      EventPayload payload = randomPayload(random);
      byte[] body;
      try {
        body = encode(payload);
        Map<String, Object> event = ServerRules.check(body);
        assertThat(event.containsKey("name")).isEqualTo(payload.getName() != null);
        assertThat(event.containsKey("message")).isEqualTo(payload.getMessage() != null);
        assertThat(event.containsKey("stack")).isEqualTo(payload.getStack() != null);
        assertThat(event.containsKey("uri")).isEqualTo(payload.getUri() != null);
      } catch (Throwable e) {
        throw new AssertionError("case " + i, e);
      }
    }
  }

  private byte[] encode(EventPayload payload) throws IOException {
    return OutboundEvent.of(payload).encode(Collections.emptyMap());
  }

  private static EventPayload filled(String text) {
    EventPayload payload = new EventPayload(EventType.PROGRAMMATIC);
    payload.setName(text);
    payload.setMessage(text);
    payload.setStack(text);
    payload.setUri(text);
    payload.getMeta().put("key", text);
    return payload;
  }

  private static EventPayload randomPayload(Random random) {
    EventPayload payload = new EventPayload(TYPES[random.nextInt(TYPES.length)]);
    payload.setName(randomText(random, 600));
    payload.setMessage(randomText(random, 12_000));
    payload.setStack(randomText(random, 140_000));
    payload.setUri(randomText(random, 1_200));
    if (random.nextInt(5) > 0) {
      payload.setMeta(randomMap(random, 0));
    }
    return payload;
  }

  /** Returns null, a short text or, rarely since it takes time, one beyond the limit. */
  private static String randomText(Random random, int pastLimit) {
    int kind = random.nextInt(100);
    if (kind < 15) {
      return null;
    }
    return NastyText.random(random, kind < 98 ? 20 : pastLimit);
  }

  private static Map<String, Object> randomMap(Random random, int depth) {
    Map<String, Object> map = random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>();
    int size = random.nextInt(200) == 0 ? 1_200 : random.nextInt(7);
    for (int i = 0; i < size; i++) {
      map.put(
          random.nextInt(20) == 0 ? null : NastyText.random(random, 8), randomValue(random, depth));
    }
    if (random.nextInt(10) == 0) {
      map.put("self", map);
    }
    return map;
  }

  private static Object randomValue(Random random, int depth) {
    switch (random.nextInt(depth > 10 ? 12 : 16)) {
      case 0:
        return null;
      case 1:
        return random.nextLong();
      case 2:
        return Double.longBitsToDouble(random.nextLong());
      case 3:
        return Float.intBitsToFloat(random.nextInt());
      case 4:
        return new BigInteger(random.nextInt(200), random);
      case 5:
        return new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt() >> 8);
      case 6:
        return random.nextBoolean();
      case 7:
        return new Throwing();
      case 8:
        return new ThrowingMap();
      case 9:
        return new char[] {'a', '\ud800'};
      case 10:
        return random.nextInt(50) == 0 ? "\u0001".repeat(20_000) : (char) random.nextInt(65_536);
      case 11:
        return NastyText.random(random, 10);
      case 12:
      case 13:
        return randomMap(random, depth + 1);
      default:
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          list.add(randomValue(random, depth + 1));
        }
        return random.nextBoolean() ? list : list.toArray();
    }
  }

  private static final class Throwing {
    @Override
    public String toString() {
      throw new IllegalStateException("secret");
    }
  }

  private static final class ThrowingMap extends AbstractMap<String, Object> {
    @Override
    public Set<Entry<String, Object>> entrySet() {
      throw new UnsupportedOperationException("secret");
    }
  }
}
