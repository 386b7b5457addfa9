package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.Frame;
import app.trackx.local.Issue;
import app.trackx.local.TrackXLocal;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the snippets of {@code docs/GROUPING.md}, and compares the stack that it prints with that of an event. */
@Timeout(60)
class GroupingTest {
  private static final String PATH = "docs/GROUPING.md";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ORDER_EXCEPTION = """
      package com.acme.shop;
      public class OrderException extends RuntimeException {
        public OrderException(Throwable cause) { super(cause); }
      }
      """;
  private static final String TENANT_EXCEPTION = """
      public static class TenantException extends RuntimeException {
        private final String tenant;
        public TenantException(String tenant) { this.tenant = tenant; }
        public String tenantId() { return tenant; }
      }
      """;

  private final TrackXLocal server = TrackXLocal.start();

  @TempDir
  Path directory;

  @AfterEach
  void close() {
    TrackX.close();
    server.close();
  }

  @Test
  void stack_isThatOfAnEvent() throws Exception {
    StackTraceElement main = frame("com.acme.shop.Main", "main", 9);
    NumberFormatException cause = new NumberFormatException("For input string: \"two\"");
    cause.setStackTrace(new StackTraceElement[] {
      frame("java.lang.NumberFormatException", "forInputString", 67),
      frame("java.lang.Integer", "parseInt", 668),
      frame("java.lang.Integer", "parseInt", 784),
      frame("com.acme.shop.Order", "quantity", 42),
      frame("com.acme.shop.Cart", "add", 17),
      main
    });
    RuntimeException error = (RuntimeException)
        Compiler.compile(directory, "com.acme.shop.OrderException", ORDER_EXCEPTION)
            .getConstructor(Throwable.class)
            .newInstance(cause);
    error.setStackTrace(
        new StackTraceElement[] {frame("com.acme.shop.Cart", "checkout", 88), main});
    TrackX.setup(server.endpoint());
    TrackX.sendEvent(error);

    assertThat(event().stack() + "\n").isEqualTo(Documents.snippet(PATH, "", "Wrapped by:"));
  }

  @Test
  void sourceUrls_areTheFilesOfFrames() throws Exception {
    run("", Documents.snippet(PATH, "java", ".sourceUrl("));
    IllegalStateException error = new IllegalStateException("boom");
    error.setStackTrace(new StackTraceElement[] {
      frame("com.acme.shop.Cart", "add", 17), frame("com.acme.other.Main", "main", 9)
    });
    TrackX.sendEvent(error);

    assertThat(event().frames())
        .extracting(Frame::file)
        .contains(
            "https://git.example.com/acme/shop/raw/main/src/main/java/com/acme/shop/Cart.java")
        .noneMatch(file -> file.contains("//") && file.contains("other"));
  }

  @Test
  void handler_splitsByTenant_andMergesPlaces() throws Exception {
    String elsewhere = """
        TrackX.sendEvent(new TenantException("acme"));
        TrackX.sendEvent(new TenantException("zeta"));
        TrackX.sendEvent(new java.net.ConnectException("to 10.0.0.1"));
        TrackX.sendEvent(new java.net.ConnectException("to 10.0.0.2"));
        """;
    run(TENANT_EXCEPTION, Documents.snippet(PATH, "java", "tenantId()") + elsewhere);
    assertThat(TrackX.flush(PATIENCE)).isTrue();

    assertThat(server.events()).hasSize(4);
    assertThat(server.issues())
        .filteredOn(issue -> issue.name().endsWith("TenantException"))
        .hasSize(2);
    assertThat(server.issues())
        .filteredOn(issue -> issue.name().equals(ConnectException.class.getName()))
        .extracting(Issue::message)
        .containsExactly("a backend refused the connection");
  }

  private void run(String members, String statements) throws Exception {
    new JavaSnippets(directory).run(server.endpoint(), members, statements);
  }

  private static StackTraceElement frame(String type, String method, int line) {
    return new StackTraceElement(
        type, method, type.substring(type.lastIndexOf('.') + 1) + ".java", line);
  }

  private Event event() {
    assertThat(TrackX.flush(PATIENCE)).isTrue();
    assertThat(server.events()).hasSize(1);
    return server.events().get(0);
  }
}
