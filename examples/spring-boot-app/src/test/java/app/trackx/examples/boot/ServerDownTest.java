package app.trackx.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The application while its TrackX server is down. */
class ServerDownTest {

  @Test
  void serverDown_shopStaysUp() throws Exception {
    try (Shop shop = Shop.open(ShopApplication.class, "http://127.0.0.1:1/v1/00000000000")) {
      assertThat(shop.get("/orders/17", "Browser/1").body()).isEqualTo("order 17");
      assertThat(shop.get("/orders/17/price", "Browser/1").statusCode()).isEqualTo(500);
    }
  }
}
