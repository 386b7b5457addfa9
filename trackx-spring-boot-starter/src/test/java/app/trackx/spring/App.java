package app.trackx.spring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** An application as a user starts it, by {@code SpringApplication}. */
final class App {
  private App() {}

  /** Starts an application with a web server on a free port. */
  static ConfigurableApplicationContext web(Class<?> source, String... properties) {
    return application(source, WebApplicationType.SERVLET).run(arguments(properties));
  }

  /** Starts an application without a web server. */
  static ConfigurableApplicationContext plain(Class<?> source, String... properties) {
    return application(source, WebApplicationType.NONE).run(arguments(properties));
  }

  static SpringApplication application(Class<?> source, WebApplicationType type) {
    SpringApplication application = new SpringApplication(source);
    application.setWebApplicationType(type);
    application.setRegisterShutdownHook(false);
    return application;
  }

  static String[] arguments(String... properties) {
    List<String> arguments = new ArrayList<>(
        List.of("--spring.main.banner-mode=off", "--logging.threshold.console=off"));
    if (Arrays.stream(properties).noneMatch(property -> property.startsWith("server.port="))) {
      arguments.add("--server.port=0");
    }
    Arrays.stream(properties).map(property -> "--" + property).forEach(arguments::add);
    return arguments.toArray(new String[0]);
  }

  static HttpResponse<String> get(ConfigurableApplicationContext context, String path)
      throws IOException, InterruptedException {
    return get(context, path, "a client");
  }

  static HttpResponse<String> get(
      ConfigurableApplicationContext context, String path, String userAgent)
      throws IOException, InterruptedException {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Server.PATIENCE)
        .header("User-Agent", userAgent)
        .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
