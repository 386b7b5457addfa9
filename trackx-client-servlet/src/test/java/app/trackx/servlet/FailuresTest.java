package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  private static final StackTraceElement SOCKET = frame("sun.nio.ch.SocketDispatcher");

  private static final String[] UNDERTOW = {
    "sun.nio.ch.FileDispatcherImpl.write0",
    "sun.nio.ch.SocketDispatcher.write",
    "sun.nio.ch.IOUtil.writeFromNativeBuffer",
    "sun.nio.ch.SocketChannelImpl.write",
    "org.xnio.nio.NioSocketConduit.write",
    "io.undertow.server.protocol.http.HttpResponseConduit.write",
    "io.undertow.servlet.spec.ServletOutputStreamImpl.write",
    "shop.Download.doGet",
    "app.trackx.servlet.TrackXFilter.doFilter",
    "io.undertow.client.Nobody.knows"
  };
  private static final String[] OLD_TOMCAT = {
    "java.net.SocketOutputStream.socketWrite0",
    "java.net.SocketOutputStream.write",
    "java.io.BufferedOutputStream.flush",
    "org.apache.coyote.http11.InternalOutputBuffer.flush",
    "shop.Download.doGet"
  };
  private static final String[] READ_BY_TOMCAT = {
    "sun.nio.ch.FileDispatcherImpl.read0",
    "sun.nio.ch.SocketDispatcher.read",
    "sun.nio.ch.IOUtil.read",
    "sun.nio.ch.SocketChannelImpl.read",
    "org.apache.tomcat.util.net.NioChannel.read",
    "org.apache.catalina.connector.CoyoteInputStream.read",
    "shop.Upload.doPost"
  };
  private static final String[] DRIVER = {
    "sun.nio.ch.NioSocketImpl.implWrite",
    "sun.nio.ch.NioSocketImpl$2.write",
    "java.net.Socket$SocketOutputStream.write",
    "org.postgresql.core.PGStream.flush",
    "org.apache.tomcat.jdbc.pool.PooledConnection.validate",
    "shop.Orders.doGet"
  };
  private static final String[] URL_OF_THE_JDK = {
    "java.net.SocketInputStream.read",
    "java.io.BufferedInputStream.read",
    "sun.net.www.http.HttpClient.parseHTTP",
    "sun.net.www.protocol.http.HttpURLConnection.getInputStream",
    "org.apache.catalina.valves.Remote.ask",
    "shop.Orders.doGet"
  };
  private static final String[] CLIENT_OF_UNDERTOW = {
    "sun.nio.ch.SocketDispatcher.write",
    "sun.nio.ch.SocketChannelImpl.write",
    "org.xnio.nio.NioSocketConduit.write",
    "io.undertow.client.http.HttpRequestConduit.write",
    "shop.Orders.doGet"
  };
  private static final String[] READ_BY_UNDERTOW = {
    "io.undertow.conduits.ChunkedStreamSourceConduit.read",
    "org.xnio.channels.Channels.readBlocking",
    "io.undertow.servlet.spec.ServletInputStreamImpl.read",
    "java.io.InputStream.readAllBytes",
    "shop.Orders.doGet"
  };
  private static final String[] CHANNEL_OF_THE_APPLICATION = {
    "io.undertow.server.protocol.framed.AbstractFramedStreamSourceChannel.read",
    "org.xnio.channels.Channels.readBlocking",
    "shop.Feed.read",
    "io.undertow.servlet.handlers.ServletHandler.handleRequest"
  };
  private static final String[] PROXY_OF_UNDERTOW = {
    "org.xnio.nio.NioSocketConduit.write",
    "io.undertow.client.http.HttpRequestConduit.write",
    "io.undertow.servlet.spec.ServletOutputStreamImpl.write",
    "shop.Orders.doGet"
  };
  private static final String[] CLUSTER = {
    "java.net.Socket$SocketOutputStream.write",
    "org.apache.catalina.tribes.transport.bio.BioSender.pushMessage",
    "org.apache.catalina.ha.session.DeltaManager.send",
    "shop.Orders.doGet"
  };

  @Test
  void plainException_isAFailure() {
    assertThat(standard().isFailure(new IllegalStateException("m"))).isTrue();
    assertThat(standard().isFailure(new StackOverflowError())).isTrue();
  }

  @Test
  void clientAbort_isNoFailure_evenAsACause() {
    ClientAbortException abort = new ClientAbortException();

    assertThat(standard().isFailure(abort)).isFalse();
    assertThat(standard().isFailure(new IllegalStateException(new RuntimeException(abort))))
        .isFalse();
  }

  @Test
  void clientAbort_ofASubclass_isNone() {
    ClassLoader loader = Compiled.loader(Map.of(
        "org.eclipse.jetty.io.EofException",
        "public class EofException extends java.io.EOFException {}",
        "shop.Sub",
        "public class Sub extends org.eclipse.jetty.io.EofException {}"));

    assertThat(standard().isFailure(Compiled.exception(loader, "shop.Sub"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Broken pipe",
        "broken pipe",
        "Connection reset",
        "Connection reset by peer",
        "java.io.IOException: Broken pipe",
        "An established connection was aborted by the software in your host machine",
        "An existing connection was forcibly closed by the remote host"
      })
  void connectionThatIsGone_isNone(String message) {
    assertThat(standard().isFailure(new IOException(message))).isFalse();
    assertThat(standard().isFailure(new IllegalStateException(new IOException(message))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk full", "Broken pipeline", "Connection refused", ""})
  void otherInputOrOutput_isAFailure(String message) {
    assertThat(standard().isFailure(new IOException(message))).isTrue();
    assertThat(standard().isFailure(new IOException())).isTrue();
    assertThat(standard().isFailure(new IllegalStateException("Broken pipe"))).isTrue();
  }

  @Test
  void brokenPipeOfTheContainer_isNone_thatToADatabase_isAFailure() {
    IOException ofContainer = new IOException("Broken pipe");
    ofContainer.setStackTrace(new StackTraceElement[] {
      SOCKET, frame("java.nio.channels.X"), frame("org.apache.tomcat.util.net.NioChannel")
    });
    SocketException ofDriver = new SocketException("Connection reset");
    ofDriver.setStackTrace(new StackTraceElement[] {
      SOCKET, frame("java.net.Socket$SocketInputStream"), frame("com.mysql.cj.protocol.ReadAhead")
    });

    assertThat(standard().isFailure(ofContainer)).isFalse();
    assertThat(standard().isFailure(new IllegalStateException("query", ofDriver)))
        .isTrue();
  }

  /** Localized messages of glibc for EPIPE and ECONNRESET. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Daten\u00fcbergabe unterbrochen (broken pipe)",
        "Relais bris\u00e9 (pipe)",
        "Die Verbindung wurde vom Kommunikationspartner zur\u00fcckgesetzt",
        ""
      })
  void socketOfTheContainer_isNone_inAnyLanguage(String message) {
    assertThat(standard().isFailure(with(new IOException(message), UNDERTOW))).isFalse();
    assertThat(standard()
            .isFailure(new IllegalStateException(with(new SocketException(message), OLD_TOMCAT))))
        .isFalse();
    assertThat(standard().isFailure(with(new IOException(message), READ_BY_TOMCAT)))
        .isFalse();
  }

  @Test
  void outgoingSocket_isAFailure_inAnyLanguage() {
    for (String[] trace : List.of(DRIVER, URL_OF_THE_JDK, CLIENT_OF_UNDERTOW, CLUSTER)) {
      for (String message : List.of("Relais bris\u00e9 (pipe)", "Broken pipe")) {
        assertThat(standard().isFailure(with(new IOException(message), trace)))
            .as("%s in %s", message, trace[trace.length - 2])
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UT000128: unerwartetes Ende", "UT000036: x", "UT000103: x"})
  void abortThatUndertowNotices_isNone_onAConnectionOfAnotherKindItIsAFailure(String message) {
    for (IOException error : List.of(new ClosedChannelException(), new IOException(message))) {
      assertThat(standard().isFailure(with(error, READ_BY_UNDERTOW))).isFalse();
      assertThat(standard().isFailure(new IllegalStateException(error))).isFalse();
      assertThat(standard().isFailure(with(error, CHANNEL_OF_THE_APPLICATION))).isTrue();
      assertThat(standard().isFailure(with(error, PROXY_OF_UNDERTOW))).isTrue();
      assertThat(standard().isFailure(with(error, "shop.Orders.doGet"))).isTrue();
      assertThat(standard().isFailure(with(error))).isTrue();
    }
    assertThat(standard().isFailure(with(new IOException("UT010029: closed"), READ_BY_UNDERTOW)))
        .isTrue();
  }

  @Test
  void otherErrorsOfTheContainer_areFailures() {
    IOException full = with(
        new IOException("Kein Speicherplatz"),
        "sun.nio.ch.FileDispatcherImpl.write0",
        "sun.nio.ch.IOUtil.write",
        "sun.nio.ch.FileChannelImpl.write",
        "org.apache.catalina.core.ApplicationPart.write",
        "shop.Upload.doPost");
    IOException unconnected = with(
        new ConnectException("Verbindungsaufbau abgelehnt"),
        "sun.nio.ch.Net.connect0",
        "sun.nio.ch.SocketChannelImpl.connect",
        "org.xnio.nio.WorkerThread.openTcpStreamConnection",
        "shop.Orders.doGet");

    assertThat(standard().isFailure(full)).isTrue();
    assertThat(standard().isFailure(unconnected)).isTrue();
    assertThat(standard().isFailure(with(new SocketTimeoutException("Read"), READ_BY_TOMCAT)))
        .isTrue();
    assertThat(standard().isFailure(with(new ClosedByInterruptException(), UNDERTOW)))
        .isTrue();
  }

  @Test
  void socketWithoutACaller_isMatchedByMessage() {
    String[] callback = {
      "sun.nio.ch.SocketDispatcher.write0",
      "sun.nio.ch.UnixAsynchronousSocketChannelImpl.finishWrite",
      "java.lang.Thread.run"
    };

    assertThat(standard().isFailure(with(new IOException("Broken pipe"), callback)))
        .isFalse();
    assertThat(standard().isFailure(with(new IOException("Relais bris\u00e9"), callback)))
        .isTrue();
  }

  @Test
  void exceptionWithoutFrames_isMatchedByMessage() {
    IOException bare = new IOException("Broken pipe");
    bare.setStackTrace(new StackTraceElement[0]);

    assertThat(standard().isFailure(bare)).isFalse();
  }

  @Test
  void statusOf4xx_isNone_5xxIsAFailure() {
    ClassLoader loader = Compiled.loader(Map.of(
        "org.eclipse.jetty.http.BadMessageException",
        "public class BadMessageException extends RuntimeException {"
            + " protected int code = 400; public int getCode() { return code; } }",
        "shop.Worse",
        "public class Worse extends org.eclipse.jetty.http.BadMessageException {"
            + " public Worse() { code = 503; } }"));

    assertThat(standard()
            .isFailure(Compiled.exception(loader, "org.eclipse.jetty.http.BadMessageException")))
        .isFalse();
    assertThat(standard().isFailure(Compiled.exception(loader, "shop.Worse"))).isTrue();
  }

  @Test
  void ignoredClass_isNone_andSoAreItsSubclasses_unlessKept() {
    List<String> ignored = List.of("java.lang.IllegalArgumentException");
    Failures failures = new Failures(
        ClientAborts.DEFAULT_CLASSES, ignored, List.of("java.lang.NumberFormatException"));

    assertThat(failures.isFailure(new IllegalArgumentException("m"))).isFalse();
    assertThat(failures.isFailure(new java.util.IllegalFormatWidthException(1))).isFalse();
    assertThat(failures.isFailure(new NumberFormatException("m"))).isTrue();
  }

  @Test
  void keptClass_isAFailure_evenIfTheClientWentAway() {
    Failures failures = new Failures(
        ClientAborts.DEFAULT_CLASSES, List.of(), List.of(ClientAbortException.class.getName()));

    assertThat(failures.isFailure(new ClientAbortException())).isTrue();
  }

  @Test
  void abortsThatWereReplaced_areFailures() {
    Failures failures = new Failures(List.of("shop.Gone"), List.of(), List.of());

    assertThat(failures.isFailure(new ClientAbortException())).isTrue();
  }

  @Test
  void rootOf_unwrapsServletExceptions() {
    IllegalStateException root = new IllegalStateException("m");

    assertThat(Failures.rootOf(new ServletException("a", new ServletException(root))))
        .isSameAs(root);
    assertThat(Failures.rootOf(root)).isSameAs(root);
    ServletException bare = new ServletException("own");
    assertThat(Failures.rootOf(bare)).isSameAs(bare);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no stock",
        "java.lang.IllegalStateException: no stock",
        "Request processing failed: java.lang.IllegalStateException",
        "Request processing failed; nested exception is ... no stock"
      })
  void wrapperWithoutMessage_isOmitted(String message) {
    IllegalStateException root = new IllegalStateException("no stock");

    assertThat(Failures.wrapperOf(new ServletException(message, root), root)).isNull();
    assertThat(Failures.wrapperOf(new ServletException(root), root)).isNull();
    assertThat(Failures.wrapperOf(root, root)).isNull();
  }

  @Test
  void wrapper_isTheOutermostWithAMessage() {
    IllegalStateException root = new IllegalStateException("");
    ServletException inner = new ServletException("line 12 of cart.jsp", root);

    assertThat(Failures.wrapperOf(inner, root)).isEqualTo("line 12 of cart.jsp");
    assertThat(Failures.wrapperOf(new ServletException(null, inner), root))
        .isEqualTo("line 12 of cart.jsp");
    assertThat(Failures.wrapperOf(new ServletException("outer", inner), root)).isEqualTo("outer");
  }

  @Test
  void wrapperOfALongMessage_isComparedWithinBounds() {
    IllegalStateException root = new IllegalStateException("a".repeat(1 << 20) + "b");
    String message = "a".repeat(150) + "c".repeat(1 << 20);

    assertThat(Failures.wrapperOf(new ServletException(message, root), root)).isSameAs(message);
    assertThat(Failures.wrapperOf(new ServletException("x " + root.getMessage(), root), root))
        .isNull();
  }

  @Test
  void hostileExceptions_doNoHarm() {
    Throwable hostile = new IOException() {
      @Override
      public String getMessage() {
        throw new IllegalStateException();
      }

      @Override
      public synchronized Throwable getCause() {
        throw new IllegalStateException();
      }

      @Override
      public StackTraceElement[] getStackTrace() {
        throw new IllegalStateException();
      }
    };
    Throwable circle = new IllegalStateException(new IllegalStateException()) {
      @Override
      public synchronized Throwable getCause() {
        return this;
      }
    };

    assertThat(standard().isFailure(hostile)).isTrue();
    assertThat(standard().isFailure(circle)).isTrue();
  }

  private static Failures standard() {
    return new Failures(ClientAborts.DEFAULT_CLASSES, List.of(), List.of());
  }

  private static <T extends Throwable> T with(T error, String... methods) {
    StackTraceElement[] frames = new StackTraceElement[methods.length];
    for (int i = 0; i < frames.length; i++) {
      int dot = methods[i].lastIndexOf('.');
      String method = methods[i].substring(dot + 1);
      frames[i] = new StackTraceElement(methods[i].substring(0, dot), method, null, 1);
    }
    error.setStackTrace(frames);
    return error;
  }

  private static StackTraceElement frame(String className) {
    return new StackTraceElement(className, "m", null, 1);
  }
}
