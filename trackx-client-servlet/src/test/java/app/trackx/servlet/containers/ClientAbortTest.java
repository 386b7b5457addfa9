package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Browsers that disconnect in the middle of a response, on a real connection. */
class ClientAbortTest {
  private static final long ENDLESS = 1L << 30;

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  /** Maps an exception of the container to the one that is thrown. */
  private interface Wrapping {
    void rethrow(IOException e) throws IOException, ServletException;
  }

  private static void write(HttpServletResponse response, Wrapping wrapping)
      throws IOException, ServletException {
    try {
      byte[] bytes = new byte[64 * 1024];
      for (long sent = 0; sent < ENDLESS; sent += bytes.length) {
        response.getOutputStream().write(bytes);
        response.flushBuffer();
      }
    } catch (IOException e) {
      wrapping.rethrow(e);
    }
  }

  /** Requests a page, reads its beginning, and resets the connection. */
  private void abort(String path) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), Container.shared().port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(("GET " + site.app.contextPath + path
                  + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Browser\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      socket.setSoLinger(true, 0); // sends a reset
    }
  }

  private void assertNoEventOf(Wrapping wrapping) throws IOException {
    site.servlet("/download", (request, response) -> write(response, wrapping)).start();
    abort("/download");

    Until.holds(() -> !site.traffic.thrown.isEmpty());
    assertThat(site.traffic.thrown).hasSize(1);
    assertThat(site.events()).isEmpty();
    assertThat(site.client.diagnostics().captured()).isZero();
  }

  @Test
  void abort_isNone() throws IOException {
    assertNoEventOf(e -> {
      throw e;
    });
  }

  @Test
  void abortAsACause_isNone() throws IOException {
    assertNoEventOf(e -> {
      throw new UncheckedIOException(e);
    });
  }

  @Test
  void abortInAServletException_isNone() throws IOException {
    assertNoEventOf(e -> {
      throw new ServletException("view failed", new IllegalStateException(e));
    });
  }

  /** As if the operating system's messages were localized. */
  @Test
  void abortInAnotherLanguage_isNone() throws IOException {
    assertNoEventOf(e -> {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      if (!root.getStackTrace()[0].getClassName().startsWith("sun.nio.ch.")) {
        throw e; // the container noticed it earlier
      }
      IOException translated = new IOException("Relais bris\u00e9 (pipe)");
      translated.setStackTrace(root.getStackTrace());
      throw translated;
    });
  }

  @Test
  void resetByAnotherServer_isAnEvent() {
    site.servlet("/orders", (request, response) -> askServerThatResets()).start();
    site.get("/orders");

    assertThat(site.event().name()).isEqualTo("java.net.SocketException");
  }

  private static void askServerThatResets() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket stock = new ServerSocket(0, 1, here);
        Socket socket = new Socket(here, stock.getLocalPort())) {
      socket.setSoTimeout(20_000);
      try (Socket accepted = stock.accept()) {
        accepted.setSoLinger(true, 0);
      }
      socket.getInputStream().read();
    }
  }

  @Test
  void clientAborts_replacesTheList() {
    site.filter.clientAborts(UncheckedIOException.class.getName());
    site.servlet("/orders", (request, response) -> {
          throw new IllegalStateException(new UncheckedIOException(new IOException("gone")));
        })
        .start();
    site.get("/orders");

    assertThat(site.events()).isEmpty();
    assertThat(site.client.diagnostics().captured()).isZero();
  }

  @Test
  void keptAbort_isAnEvent() throws IOException {
    site.filter.keep(IOException.class.getName());
    site.servlet(
            "/download",
            (request, response) -> write(response, e -> {
              throw e;
            }))
        .start();
    abort("/download");

    Until.holds(() -> !site.traffic.thrown.isEmpty());
    assertThat(site.event().type()).isEqualTo(1);
  }
}
