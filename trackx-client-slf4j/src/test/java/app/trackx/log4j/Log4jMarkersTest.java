package app.trackx.log4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager.Log4jMarker;
import org.junit.jupiter.api.Test;

class Log4jMarkersTest {
  @Test
  void none_isEmpty() {
    assertThat(Log4jMarkers.of(null)).isEmpty();
  }

  @Test
  void parents_comeAfterTheirChild() {
    Marker marker = new Log4jMarker("A").setParents(new Log4jMarker("B"), new Log4jMarker("C"));

    assertThat(Log4jMarkers.of(marker)).containsExactly("A", "B", "C");
  }

  @Test
  void circle_ends() {
    Marker a = new Log4jMarker("A");
    Marker b = new Log4jMarker("B").setParents(a);
    a.setParents(b);

    assertThat(Log4jMarkers.of(a)).containsExactly("A", "B");
  }

  @Test
  void chain_isCutAfterThirtyTwo() {
    Marker marker = new Log4jMarker("0");
    for (int i = 1; i < 100; i++) {
      marker = new Log4jMarker(Integer.toString(i)).setParents(marker);
    }

    assertThat(Log4jMarkers.of(marker)).hasSize(32).startsWith("99");
  }

  @Test
  void markerOfCommonsLogging_isNone() {
    Marker bridge = new Log4jMarker("COMMONS-LOGGING");

    assertThat(Log4jMarkers.of(bridge)).isEmpty();
    assertThat(Log4jMarkers.of(new Log4jMarker("A").setParents(bridge))).containsExactly("A");
  }
}
