package app.trackx.examples.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application on a free port, and browsers without cookies. */
final class Shop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  private Shop(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static Shop open(Class<?> application, String endpoint) {
    SpringApplication spring = new SpringApplication(application);
    spring.setRegisterShutdownHook(false);
    return new Shop(spring.run(
        "--server.port=0",
        "--trackx.endpoint=" + endpoint,
        "--trackx.rate-limit=none", // or what an earlier test has caused would be known
        "--spring.main.banner-mode=off",
        "--logging.threshold.console=off"));
  }

  int port() {
    return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  HttpResponse<String> get(String path, String agent) throws IOException, InterruptedException {
    return send("GET", path, agent);
  }

  HttpResponse<String> send(String method, String path, String agent)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + port() + path);
    HttpRequest request = HttpRequest.newBuilder(uri)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .header("User-Agent", agent)
        .timeout(PATIENCE)
        .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    context.close();
  }
}
