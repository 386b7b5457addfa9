package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import app.trackx.internal.json.NastyText;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.session.Hmac;
import app.trackx.internal.session.VisitorToken;
import app.trackx.local.TrackXLocal;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VisitorPseudonymTest {
  private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64)";
  private static final Duration DAY = Duration.ofDays(1);
  private static final byte[] SECRET = "sixteen bytes at".getBytes(StandardCharsets.US_ASCII);

  private final FakeTime time = new FakeTime();
  private final VisitorPseudonym random = new VisitorPseudonym(null, time);
  private final VisitorPseudonym ofSecret = new VisitorPseudonym(SECRET, time);

  @Test
  void tokenOf_hasTheAcceptedForm() {
    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String token = random.tokenOf("192.0.2." + i, AGENT);
      assertThat(token).matches("[0-9ghjkpz]{32}");
      assertThat(VisitorToken.checked(token)).isEqualTo(token);
      tokens.add(token);
    }
    assertThat(tokens).hasSize(1_000);
  }

  /** The server would store the word, and the part of the token that follows it. */
  @Test
  void tokenOf_hundredsOfThousands_containNoWordOfTheServersParser() throws IOException {
    List<String> words = words();
    for (int i = 0; i < 300_000; i++) {
      String token = random.tokenOf("192.0.2." + i, AGENT);
      for (String word : words) {
        if (token.contains(word)) {
          fail("%s contains %s", token, word);
        }
      }
    }
  }

  @Test
  void alphabet_cannotSpellAWordOfTheServersParser() throws IOException {
    assertThat(words())
        .contains("w3m", "qnx", "bada", "win3")
        .allMatch(word -> !word.matches("[0-9ghjkpz]+"));
  }

  /** Returns the words that trackx-local applies to the header, which are those of the server. */
  private static List<String> words() throws IOException {
    List<String> words = new ArrayList<>(List.of("win3", "win9", "winn")); // not in the file
    try (InputStream in =
        TrackXLocal.class.getResourceAsStream("internal/agents/agent-rules.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
        if (!line.startsWith("#")) {
          Stream.of(line.split("\\|")[4].trim().split(" "))
              .map(word -> word.replace("^", ""))
              .filter(word -> word.matches("\\w+"))
              .forEach(words::add);
        }
      }
    }
    assertThat(words).hasSizeGreaterThan(80);
    return words;
  }

  @Test
  void tokenOf_sameDay_isTheSame() {
    assertThat(random.tokenOf("192.0.2.1", AGENT)).isEqualTo(random.tokenOf("192.0.2.1", AGENT));
    String morning = ofSecret.tokenOf("192.0.2.1", AGENT);
    time.advance(Duration.ofHours(13));

    assertThat(ofSecret.tokenOf("192.0.2.1", AGENT)).isEqualTo(morning);
  }

  @Test
  void tokenOf_anotherDay_isAnother() {
    String ofRandom = random.tokenOf("192.0.2.1", AGENT);
    String before = ofSecret.tokenOf("192.0.2.1", AGENT);
    time.advance(DAY);

    assertThat(random.tokenOf("192.0.2.1", AGENT)).isNotEqualTo(ofRandom);
    assertThat(ofSecret.tokenOf("192.0.2.1", AGENT)).isNotEqualTo(before);
  }

  @Test
  void random_daysKeyIsOverwritten_soThatNoTokenCanBeMadeOfTheVisitorAgain() throws Exception {
    String token = random.tokenOf("192.0.2.1", AGENT);
    AtomicLongArray key = key();
    time.advance(DAY);
    random.tokenOf("192.0.2.2", AGENT);

    for (int i = 0; i < key.length(); i++) {
      assertThat(key.get(i)).isZero();
    }
    time.jumpWall(DAY.negated()); // the old day again, with another key
    assertThat(random.tokenOf("192.0.2.1", AGENT)).isNotEqualTo(token);
  }

  @Test
  void ofSecret_severalInstances_agreeOnEachDay() {
    VisitorPseudonym other = new VisitorPseudonym(SECRET.clone(), time);
    for (int day = 0; day < 3; day++) {
      assertThat(other.tokenOf("192.0.2.1", AGENT)).isEqualTo(ofSecret.tokenOf("192.0.2.1", AGENT));
      time.advance(DAY);
    }
  }

  @Test
  void ofSecret_bytesAndTheirText_areTheSame_anotherSecretIsNot() {
    byte[] bytes = "a much longer s\u00e9cret".getBytes(StandardCharsets.UTF_8);
    String token = VisitorPseudonym.ofSecret(bytes).tokenOf("192.0.2.1", AGENT);

    String ofText =
        VisitorPseudonym.ofSecret("a much longer s\u00e9cret").tokenOf("192.0.2.1", AGENT);
    String ofAnother = VisitorPseudonym.ofSecret("another long secret").tokenOf("192.0.2.1", AGENT);
    assertThat(ofText).isEqualTo(token); // unless midnight passes right now
    assertThat(ofAnother).isNotEqualTo(token);
  }

  @Test
  void ofSecret_tooShort_throwsWithoutRevealingIt() {
    assertThatThrownBy(() -> VisitorPseudonym.ofSecret("fifteen-letters"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16")
        .hasMessageNotContaining("letters");
    assertThatThrownBy(() -> VisitorPseudonym.ofSecret(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void random_twoInstances_doNotAgree() {
    assertThat(VisitorPseudonym.random().tokenOf("192.0.2.1", AGENT))
        .isNotEqualTo(VisitorPseudonym.random().tokenOf("192.0.2.1", AGENT));
  }

  @Test
  void tokenOf_whereAddressEndsAndBrowserBegins_matters() {
    assertThat(Set.of(
            random.tokenOf("ab", "c"),
            random.tokenOf("a", "bc"),
            random.tokenOf("abc", ""),
            random.tokenOf("", "abc"),
            random.tokenOf("abc", null),
            random.tokenOf(null, "abc"),
            random.tokenOf(null, null),
            random.tokenOf("", "")))
        .hasSize(8);
  }

  @Test
  void tokenOf_oddText_isATokenAsWell() {
    Random odd = new Random(3);
    for (int i = 0; i < 500; i++) {
      String ip = NastyText.random(odd, 100);
      assertThat(random.tokenOf(ip, NastyText.random(odd, 100))).hasSize(VisitorToken.LENGTH);
    }
    assertThat(random.tokenOf("x".repeat(1_000_000), "\ud800")).hasSize(VisitorToken.LENGTH);
  }

  @Test
  void toString_revealsNothingAboutTheKey() {
    random.tokenOf("192.0.2.1", AGENT);
    assertThat(random).hasToString("VisitorPseudonym{random}");
    assertThat(ofSecret).hasToString("VisitorPseudonym{of a secret}");
  }

  @Test
  @Timeout(60)
  void tokenOf_manyThreadsOverMidnights_neverUsesAKeyThatIsOverwritten() throws Exception {
    String ofNothing =
        VisitorToken.of(Hmac.sha256(new byte[32], new byte[] {0, 0, 0, 0, 0, 0, 0, 0}));
    AtomicReference<String> wrong = new AtomicReference<>();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(() -> {
        for (int n = 0; n < 5_000; n++) {
          if (random.tokenOf("", "").equals(ofNothing)) {
            wrong.set("made under a key of zeros");
          }
        }
      });
      threads[i].start();
    }
    for (int day = 0; day < 2_000; day++) {
      time.advance(DAY);
      random.tokenOf("", "");
    }
    for (Thread thread : threads) {
      thread.join(30_000);
    }
    assertThat(wrong).hasValue(null);
  }

  private AtomicLongArray key() throws Exception {
    Field current = VisitorPseudonym.class.getDeclaredField("current");
    current.setAccessible(true);
    Object key = current.get(random);
    Field words = key.getClass().getDeclaredField("words");
    words.setAccessible(true);
    return (AtomicLongArray) words.get(key);
  }
}
