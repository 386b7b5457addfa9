package app.trackx.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.peers.ResultFile.Line;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartTest {
  private static final List<Line> LINES = List.of(
      line("sentry", 0, "p50us", "30"),
      line("sentry", 1, "p50us", "50"),
      line("sentry", 2, "p50us", "100"),
      line("trackx", 0, "p50us", "10"),
      line("trackx", 0, "p99us", "4000"));

  @Test
  void bars_areProportionalToMedians() throws Exception {
    Document svg = parse(Chart.of(Chart.samples(LINES, "p50us", List.of()), "time"));

    assertThat(width(svg, 0)).isEqualTo(5 * width(svg, 1));
    assertThat(bar(svg, 0).getAttribute("class")).isEqualTo("bar");
    assertThat(bar(svg, 1).getAttribute("class")).isEqualTo("own");
  }

  @Test
  void range_isDrawnIfThereIsOne() throws Exception {
    Document svg = parse(Chart.of(Chart.samples(LINES, "p50us", List.of()), "time"));

    assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(1);
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("50 (30–100)", "time; sentry 50 (30–100), trackx 10");
  }

  @Test
  void chosenClients_areDrawnInTheirOrder() {
    assertThat(Chart.samples(LINES, "p50us", List.of("trackx", "sentry")).keySet())
        .containsExactly("trackx", "sentry");
    assertThat(Chart.samples(LINES, "p50us", List.of("trackx")).keySet()).containsExactly("trackx");
  }

  @Test
  void title_isEscaped() throws Exception {
    Document svg = parse(Chart.of(Chart.samples(LINES, "p50us", List.of()), "a < b & c"));

    assertThat(svg.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("a < b & c");
  }

  @Test
  void clientWithoutValues_isAnError() {
    assertThatThrownBy(() -> Chart.samples(LINES, "p50us", List.of("rollbar")))
        .hasMessageContaining("rollbar");
    assertThatThrownBy(() -> Chart.samples(LINES, "p51us", List.of()))
        .hasMessageContaining("p51us");
  }

  private static Line line(String peer, int fork, String key, String value) {
    return new Line("jdk17", "A", peer, fork, key, value);
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  /** The first rectangle is the background. */
  private static Element bar(Document svg, int index) {
    return (Element) svg.getElementsByTagName("rect").item(index + 1);
  }

  private static double width(Document svg, int index) {
    return Double.parseDouble(bar(svg, index).getAttribute("width"));
  }
}
