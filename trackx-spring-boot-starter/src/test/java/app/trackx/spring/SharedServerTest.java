package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Tests the way of testing that docs/SPRING.md recommends. */
@ExtendWith(SpringExtension.class)
@SpringBootTest(classes = SharedServerTest.Shop.class)
@DirtiesContext // other tests of this module start applications themselves
class SharedServerTest {
  static final TrackXLocal TRACKX = TrackXLocal.start();

  @EnableAutoConfiguration
  static class Shop {}

  @DynamicPropertySource
  static void trackx(DynamicPropertyRegistry properties) {
    properties.add("trackx.endpoint", TRACKX::endpoint);
  }

  @AfterAll
  static void close() {
    TRACKX.close();
  }

  @Test
  void error_isReported(@Autowired TrackXClient trackx) {
    TrackX.sendEvent(new IllegalStateException("no price"));

    assertThat(trackx.flush(Server.PATIENCE)).isTrue();
    assertThat(TRACKX.issues()).hasSize(1);
  }
}
