package app.trackx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HmacTest {
  @Test
  void sha256_vectorsOfRfc4231_agree() {
    assertThat(hex("0b".repeat(20), text("Hi There")))
        .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    assertThat(hex(text("Jefe"), text("what do ya want for nothing?")))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(
            hex("aa".repeat(131), text("Test Using Larger Than Block-Size Key - Hash Key First")))
        .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  }

  @Test
  void sha256_anyKeyAndMessage_agreesWithTheJdk() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] key = new byte[1 + random.nextInt(200)];
      byte[] message = new byte[random.nextInt(300)];
      random.nextBytes(key);
      random.nextBytes(message);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));

      assertThat(Hmac.sha256(key, message)).isEqualTo(mac.doFinal(message));
    }
  }

  private static String hex(String key, String message) {
    HexFormat hex = HexFormat.of();
    return hex.formatHex(Hmac.sha256(hex.parseHex(key), hex.parseHex(message)));
  }

  private static String text(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
