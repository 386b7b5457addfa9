package app.trackx.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PartitionKeyTest {
  private static final String EVENT =
      "{\"name\":\"E\",\"message\":\"at 10:12\",\"stack\":\"E\\n at a.B.c (a/B.java:1)\",\"meta\":{}}";

  @Test
  void sameStack_hasTheSameKeyWhateverElseDiffers() {
    assertThat(key(EVENT.replace("10:12", "11:30").replace("{}", "{\"stack\":\"other\"}")))
        .isEqualTo(key(EVENT));
  }

  @Test
  void anotherStackOrProject_hasAnotherKey() {
    assertThat(key(EVENT.replace("B.java:1", "B.java:2"))).isNotEqualTo(key(EVENT));
    assertThat(PartitionKey.of("otherkey123", bytes(EVENT))).isNotEqualTo(key(EVENT));
  }

  @Test
  void withoutStack_typeNameAndMessageDecide() {
    String event =
        "{ \"type\" : 4 , \"name\" : \"E\" , \"message\" : \"x\", \"meta\":{\"n\":[1,{}]} }";

    assertThat(key(event.replace("[1,{}]", "2"))).isEqualTo(key(event));
    assertThat(key(event.replace("\"x\"", "\"y\""))).isNotEqualTo(key(event));
    assertThat(key(event.replace("4", "5"))).isNotEqualTo(key(event));
  }

  @Test
  void nameWithinTexts_isNoMember() {
    String a = "{\"message\":\"\\\"stack\\\":\\\"1\\\"\",\"meta\":{\"stack\":\"1\"}}";
    String b = "{\"message\":\"\\\"stack\\\":\\\"1\\\"\",\"meta\":{\"stack\":\"2\"}}";

    assertThat(key(a)).isEqualTo(key(b));
  }

  @Test
  void cutOffAnywhere_hasAKey() {
    byte[] all = bytes(EVENT);
    for (int length = 0; length <= all.length; length++) {
      assertThat(PartitionKey.of("abcdefghijk", Arrays.copyOf(all, length))).hasSize(16);
    }
  }

  private static byte[] key(String event) {
    return PartitionKey.of("abcdefghijk", bytes(event));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
