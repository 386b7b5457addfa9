package app.trackx.local.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A sender of events that stands in for an application's client. */
final class Sender {
  static final String BOOM =
      "{\"name\":\"java.lang.IllegalStateException\",\"message\":\"no stock\","
          + "\"stack\":\"x\\n    at com.acme.Shop.pay (com/acme/Shop.java:7)\","
          + "\"meta\":{\"order\":17,\"user\":{\"mail\":\"Bob@Example.com\"}}}";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Sender() {}

  static void send(String endpoint, String json) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + "/event"))
        .header("Origin", "java")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
