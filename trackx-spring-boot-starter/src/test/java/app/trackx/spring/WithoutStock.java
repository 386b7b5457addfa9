package app.trackx.spring;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** An application whose start fails: a bean needs another that does not exist. */
@EnableAutoConfiguration
@Import(WithoutStock.Basket.class)
class WithoutStock {
  static class Stock {}

  static class Basket {
    Basket(Stock stock) {}
  }
}
