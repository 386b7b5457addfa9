package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.ScrubAssertions.assertScrubbed;

import org.junit.jupiter.api.Test;

/** Tests the detection of the end of a URL. */
class UrlsTest {
  @Test
  void apostrophe_endsAUrl_unlessItIsWithinAWord() {
    assertScrubbed("http://h.example/p?q=o'neil x", "http://h.example/p?[query] x");
    assertScrubbed("'http://h.example/p?q=b' failed", "'http://h.example/p?[query]' failed");
    assertScrubbed("http://h.example/p?q=b/'x", "http://h.example/p?[query]'x");
  }
}
