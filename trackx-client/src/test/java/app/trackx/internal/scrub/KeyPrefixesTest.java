package app.trackx.internal.scrub;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Keys of the least length in each alphabet, and words that are one character too short. */
class KeyPrefixesTest extends OneRule {
  private static final String BODY = "a".repeat(119) + "1";
  private static final String HALVES = "0".repeat(16) + "a".repeat(16);

  KeyPrefixesTest() {
    super(new TokenRule(new Labels(null), EnumSet.noneOf(Kind.class)));
  }

  @Test
  void key_hasALeastLength() {
    Object[][] rows = {
      {"1/" + "/0", 40},
      {"AK" + "IA", 16},
      {"dap" + "i", 32},
      {"gh" + "p_", 30},
      {"xox" + "b-", 10},
      {"SG" + ".", 40},
      {"napi" + "_", 60},
      {"pa" + "t", 78},
      {"access" + "_token$", 30},
      {"ya" + "29.", 20},
    };
    for (Object[] row : rows) {
      String prefix = (String) row[0];
      String body = prefix.startsWith("AK") ? "A1".repeat(8) : BODY.substring(120 - (int) row[1]);
      becomes(prefix + body, "[key]");
      becomes(
          "the key of this service is " + prefix + body + ".", "the key of this service is [key].");
      stays(prefix + body.substring(1));
      stays("the key of this service is " + prefix + body.substring(1) + ".");
    }
  }

  @Test
  void keyOfExactLength_isNoLongerOne() {
    becomes("A" + "C" + HALVES, "[key]");
    becomes("the account is A" + "C" + HALVES + ", x", "the account is [key], x");
    stays("the account is A" + "C" + HALVES + "a", "the account is A" + "C" + HALVES.substring(1));
  }

  @Test
  void punctuationAfterAKey_stays() {
    becomes("is sk" + "-" + BODY.substring(100) + "-", "is [key]-");
    becomes("is sk" + "-" + BODY.substring(100) + "--.", "is [key]--.");
    stays("is sk" + "-" + BODY.substring(101) + "-");
  }

  @Test
  void key_endsBeforeALetterThatIsNotAscii() {
    String key = "gh" + "p_" + BODY.substring(84);
    becomes("令牌" + key + "无效", "令牌[key]无效");
    becomes("is " + key + "é", "is [key]é");
  }

  @Test
  void key_mayHaveAPlusAmongItsFirstCharacters() {
    becomes("is wh" + "sec_a1+" + BODY.substring(103), "is [key]");
  }

  @Test
  void otherWords_stay() {
    stays("yaml-configuration-file.yml", "zookeeper-configuration", "yyyyyyyyyyyyyyyyyyyyyyyy");
  }
}
