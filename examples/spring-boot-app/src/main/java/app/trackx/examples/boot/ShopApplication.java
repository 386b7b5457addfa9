package app.trackx.examples.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A shop whose orders fail in all the ways that Spring has for it. Boot 3 and 4 run it as it is. */
@SpringBootApplication
public class ShopApplication {

  /**
   * Runs until it is stopped.
   *
   * @param args of Spring Boot, such as {@code --server.port=8081}
   */
  public static void main(String[] args) {
    SpringApplication.run(ShopApplication.class, args);
  }
}
