package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Browsers that disconnect from Undertow, which throws exceptions of its own for that. */
class UndertowAbortTest {
  // types of HTTP/2 frames that are not of a stream
  private static final int SETTINGS = 4;
  private static final int PING = 6;

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data; boundary=xx";
  private static final String PART =
      "--xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nbegin";

  private final Site site = new Site();
  private final CountDownLatch entered = new CountDownLatch(1);

  @BeforeEach
  void onUndertowAlone() {
    assumeTrue(Containers.NAME.equals("undertow"), "not Undertow");
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** How the application reads a request. */
  enum Reading {
    STREAM("text/plain") {
      @Override
      void read(HttpServletRequest request) throws Exception {
        request.getInputStream().readAllBytes();
      }
    },
    READER("text/plain") {
      @Override
      void read(HttpServletRequest request) throws Exception {
        request.getReader().lines().count();
      }
    },
    PARAMETER(FORM) {
      @Override
      void read(HttpServletRequest request) {
        request.getParameter("x");
      }
    },
    PARTS(MULTIPART) {
      @Override
      void read(HttpServletRequest request) throws Exception {
        request.getParts();
      }
    };

    final String contentType;

    Reading(String contentType) {
      this.contentType = contentType;
    }

    abstract void read(HttpServletRequest request) throws Exception;

    String beginning() {
      return this == PARTS ? PART : "begin";
    }
  }

  /** How a browser disconnects. */
  enum Leaving {
    CLOSE,
    RESET;

    void leave(Socket socket) throws IOException {
      if (this == RESET) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    }
  }

  private void serve(Reading reading) {
    site.with(context -> {
      Handler handler = (request, response) -> {
        entered.countDown();
        try {
          reading.read(request);
        } catch (IOException | RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      };
      ServletRegistration.Dynamic one = context.addServlet("upload", handler.servlet());
      one.setMultipartConfig(new MultipartConfigElement(""));
      one.addMapping("/upload");
    });
    site.start();
  }

  private static Socket connect() throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), Container.shared().port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private void awaitEntered() throws InterruptedException {
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private void assertThrownAndNoEvent() {
    Until.holds(() -> !site.traffic.thrown.isEmpty());
    assertThat(site.events()).isEmpty();
    assertThat(site.client.diagnostics().captured()).isZero();
  }

  /**
   * Undertow may close a reader while it is read, which then ends without an exception, or with a
   * NullPointerException of the JDK. Nothing tells the latter from a defect of the application, so it
   * is an event.
   */
  private void assertNoEvent_unlessReaderWasClosed() {
    site.traffic.awaitIdle();
    long defects = site.traffic.thrown.stream()
        .filter(NullPointerException.class::isInstance)
        .filter(e -> e.getStackTrace()[0].getClassName().equals("java.io.BufferedReader"))
        .count();
    assertThat(site.events()).hasSize((int) defects);
    assertThat(site.client.diagnostics().captured()).isEqualTo(defects);
  }

  private void assertNoEvent(Reading reading) {
    if (reading == Reading.READER) {
      assertNoEvent_unlessReaderWasClosed();
    } else {
      assertThrownAndNoEvent();
    }
  }

  static Stream<Arguments> uploads() {
    return Stream.of(Reading.values())
        .flatMap(reading -> Stream.of(Leaving.values())
            .flatMap(leaving -> Stream.of("Content-Length: 100000", "Transfer-Encoding: chunked")
                .map(body -> Arguments.of(reading, leaving, body))));
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void uploadThatBreaksOff_isNone(Reading reading, Leaving leaving, String body) throws Exception {
    serve(reading);
    String begin = body.startsWith("T") ? "1000\r\n" + reading.beginning() : reading.beginning();
    try (Socket socket = connect()) {
      send(
          socket,
          "POST " + site.app.contextPath + "/upload HTTP/1.1\r\nHost: localhost\r\n" + body
              + "\r\nContent-Type: " + reading.contentType + "\r\n\r\n" + begin);
      awaitEntered();
      leaving.leave(socket);
    }

    assertNoEvent(reading);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  @ParameterizedTest
  @EnumSource(Reading.class)
  void streamThatIsReset_whileItIsRead_isNone(Reading reading) throws Exception {
    serve(reading);
    try (Socket socket = connect()) {
      request(socket, "POST", "/upload", reading.contentType);
      frame(socket, 0, 0, reading.beginning().getBytes(StandardCharsets.US_ASCII));
      awaitEntered();
      resetStream(socket);
      assertNoEvent(reading);
    }
  }

  /** Between two writes: Undertow may leave a thread waiting that writes at the moment of a reset. */
  @Test
  void streamThatIsReset_whileItIsWritten_isNone() throws Exception {
    CountDownLatch reset = new CountDownLatch(1);
    site.servlet("/download", (request, response) -> {
          response.getOutputStream().write(new byte[1024]);
          response.flushBuffer();
          entered.countDown();
          awaitUninterruptibly(reset);
          writeTooMuch(response);
        })
        .start();
    try (Socket socket = connect()) {
      request(socket, "GET", "/download", null);
      awaitEntered();
      resetStream(socket);
      awaitPing(socket);
      reset.countDown();
      assertThrownAndNoEvent();
    }
  }

  @Test
  void connectionThatIsClosed_whileAStreamIsWritten_isNone() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    site.servlet("/late", (request, response) -> {
          entered.countDown();
          awaitUninterruptibly(left);
          writeTooMuch(response);
        })
        .start();
    try (Socket socket = connect()) {
      request(socket, "GET", "/late", null);
      awaitEntered();
    }
    left.countDown();

    assertThrownAndNoEvent();
  }

  /** Writes a gibibyte, far more than any buffer holds. */
  private static void writeTooMuch(HttpServletResponse response) throws IOException {
    byte[] bytes = new byte[64 * 1024];
    for (long sent = 0; sent < 1L << 30; sent += bytes.length) {
      response.getOutputStream().write(bytes);
      response.flushBuffer();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    Until.holds(() -> latch.getCount() == 0);
  }

  /** A channel of the application itself, such as one to another server. */
  @Test
  void closedChannelOfTheApplication_isAnEvent() {
    site.servlet("/orders", (request, response) -> {
          throw new ClosedChannelException();
        })
        .start();
    site.get("/orders");

    assertThat(site.event().name()).isEqualTo("java.nio.channels.ClosedChannelException");
  }

  // HTTP/2, as far as a request needs it

  /** Opens an HTTP/2 connection and stream 1. */
  private void request(Socket socket, String method, String path, String contentType)
      throws IOException {
    send(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    frame(socket, SETTINGS, 0, new byte[0]);
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    headers.write(method.equals("GET") ? 0x82 : 0x83);
    headers.write(0x86); // :scheme http
    literal(headers, 0x04, site.app.contextPath + path); // :path
    literal(headers, 0x01, "localhost"); // :authority
    if (contentType != null) {
      headers.write(0x0f);
      literal(headers, 31 - 15, contentType); // content-type
    }
    frame(socket, 1, method.equals("GET") ? 5 : 4, headers.toByteArray());
  }

  private static void literal(ByteArrayOutputStream headers, int name, String value)
      throws IOException {
    headers.write(name);
    headers.write(value.length());
    headers.write(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static void resetStream(Socket socket) throws IOException {
    frame(socket, 3, 0, new byte[] {0, 0, 0, 8}); // CANCEL
  }

  /** Waits until the server has read everything that was sent before: it answers frames in order. */
  private static void awaitPing(Socket socket) throws IOException {
    frame(socket, PING, 0, new byte[8]);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    boolean answered = false;
    while (!answered) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      answered = type == PING && flags == 1;
      in.readFully(new byte[4 + length]); // stream and payload
    }
  }

  private static void frame(Socket socket, int type, int flags, byte[] payload) throws IOException {
    OutputStream out = socket.getOutputStream();
    byte stream = (byte) (type == SETTINGS || type == PING ? 0 : 1);
    out.write(new byte[] {
      0,
      (byte) (payload.length >> 8),
      (byte) payload.length,
      (byte) type,
      (byte) flags,
      0,
      0,
      0,
      stream
    });
    out.write(payload);
    out.flush();
  }
}
