package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.stereotype.Controller;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** Tests handlers of WebSocket and methods for STOMP messages, on the embedded server. */
@Timeout(60)
class WebSocketTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  private static ConfigurableApplicationContext application;

  @BeforeAll
  static void start() {
    application = App.web(Application.class, SERVER.property());
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  private static WebSocket connect(String path, CountDownLatch closed) {
    String port = application.getEnvironment().getRequiredProperty("local.server.port");
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://localhost:" + port + path), new WebSocket.Listener() {
          @Override
          public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.countDown();
            return null;
          }
        })
        .join();
  }

  @Test
  void failedHandler_isOneEvent_withItsRoute_andNoQuery() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    connect("/prices?token=planted-token", closed).sendText("bread", true).join();
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();

    Event event = SERVER.onlyEvent();
    assertThat(event.message()).isEqualTo("no price");
    assertThat(event.meta()).extracting("http").asString().contains("/prices", "message");
    assertThat(event.uri()).startsWith("ws://localhost").endsWith("/prices");
    assertThat(event.json()).doesNotContain("planted-token", "bread");
  }

  @Test
  void handlerThatLogsAndThrows_isOneEvent() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    connect("/prices", closed).sendText("log", true).join();
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();

    Event event = SERVER.onlyEvent();
    assertThat(event.meta()).extracting("log").asString().contains("cannot tell");
    assertThat(event.meta()).extracting("http").asString().contains("/prices");
  }

  @Test
  void failedMessage_isOneEvent_withItsMapping() {
    WebSocket socket = connect("/stomp", new CountDownLatch(1));
    socket.sendText("CONNECT\naccept-version:1.2\nhost:localhost\n\n\0", true).join();
    socket.sendText("SEND\ndestination:/app/chat/alice\n\nplanted-text\0", true).join();

    Event event = SERVER.onlyEvent();
    assertThat(event.message()).isEqualTo("no chat");
    assertThat(event.meta()).extracting("http").asString().contains("MESSAGE", "/app/chat/{name}");
    assertThat(event.json()).doesNotContain("alice", "planted-text");
    socket.abort();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableWebSocket
  @EnableWebSocketMessageBroker
  static class Application implements WebSocketConfigurer, WebSocketMessageBrokerConfigurer {
    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
      registry.addHandler(new Prices(), "/prices").setAllowedOrigins("*");
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
      registry.addEndpoint("/stomp").setAllowedOrigins("*");
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
      registry.setApplicationDestinationPrefixes("/app");
    }

    @Bean
    Chat chat() {
      return new Chat();
    }
  }

  static class Prices extends TextWebSocketHandler {
    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
      IllegalStateException error = new IllegalStateException("no price");
      if (message.getPayload().equals("log")) {
        LoggerFactory.getLogger(Prices.class).error("cannot tell", error);
      }
      throw error;
    }
  }

  @Controller
  static class Chat {
    @MessageMapping("/chat/{name}")
    public void say(String text) {
      throw new IllegalStateException("no chat");
    }
  }
}
