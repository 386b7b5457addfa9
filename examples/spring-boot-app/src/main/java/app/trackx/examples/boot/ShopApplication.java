package app.trackx.examples.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A shop whose orders fail in every way that Spring handles. Runs unchanged on Boot 3 and 4. */
@SpringBootApplication
public class ShopApplication {

  /**
   * Runs until it is stopped.
   *
   * @param args arguments of Spring Boot, such as {@code --server.port=8081}
   */
  public static void main(String[] args) {
    SpringApplication.run(ShopApplication.class, args);
  }
}
