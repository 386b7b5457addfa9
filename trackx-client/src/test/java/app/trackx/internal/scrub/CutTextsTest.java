package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts that end anywhere, as those of a log that cuts its lines. */
class CutTextsTest {
  private static final TextScrubber SCRUBBER =
      new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), "/srv/acme");

  @Test
  void textsCutAnywhere_areScrubbed_andGoThroughAgainUnchanged() {
    List<PlantedText> all = new ArrayList<>(PlantedText.read("planted.tsv"));
    all.addAll(PlantedText.read("planted-audit.tsv"));
    for (PlantedText planted : all) {
      for (int end = 1; end < planted.text.length(); end++) {
        String clean = SCRUBBER.scrub(planted.text.substring(0, end));
        assertThat(SCRUBBER.scrub(clean)).isEqualTo(clean);
      }
    }
  }
}
