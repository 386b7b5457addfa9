package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.trackx.local.Event;
import app.trackx.servlet.BrowserReports;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reports of an installed Chromium, which takes {@code Reporting-Endpoints} only from an HTTPS site.
 * Skipped where there is none.
 */
class RealBrowserTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  /** A start on a busy machine, and the minute after which Chromium repeats an upload that failed. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Site site = new Site();

  @TempDir
  Path folder;

  private Process browser;

  @BeforeEach
  void onOneContainer() {
    assumeTrue(
        "6.0".equals(System.getProperty("trackx.test.servlet")) && Containers.NAME.equals("tomcat"),
        "a browser sends the same to all containers");
  }

  @AfterEach
  void close() throws Exception {
    if (browser != null) {
      List<ProcessHandle> helpers = browser.descendants().toList();
      browser.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      for (ProcessHandle helper : helpers) { // they keep writing to the profile for a while
        helper.destroyForcibly();
        helper.onExit().get(10, TimeUnit.SECONDS);
      }
    }
    site.close();
  }

  private static Optional<Path> chromium() {
    String named = System.getenv("CHROMIUM");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void open(Path program, String url) throws Exception {
    browser = new ProcessBuilder(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
            "--ignore-certificate-errors",
            "--short-reporting-delay",
            "--remote-debugging-port=0",
            "--user-data-dir=" + folder.resolve("profile"),
            url)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void violationAndIntervention_arrive() throws Exception {
    Optional<Path> program = chromium();
    assumeTrue(program.isPresent(), "no Chromium");
    try (TlsProxy proxy = TlsProxy.start(Container.shared().port(), folder)) {
      String origin = "https://localhost:" + proxy.port();
      site.filter
          .browserReports(BrowserReports.THROUGH_APPLICATION)
          .cspReportOnly("default-src 'self' 'unsafe-inline'")
          .origin(origin);
      // for all paths: without any servlet for it, no filter sees what the browser posts
      site.servlet("/", (request, response) -> {
            response.setContentType("text/html");
            response
                .getWriter()
                .print("<p>order</p><img src='http://127.0.0.1:9/x.png?secret=1'>"
                    + "<script>navigator.vibrate(100)</script>"); // not before the user has tapped
          })
          .start();

      open(program.get(), origin + site.app.contextPath + "/orders/4711?mail=bob@example.com");
      assertThat(site.server.awaitEvents(2, PATIENCE))
          .as("%s requests, events %s", site.traffic.requests, site.server.events())
          .isTrue();
      assertThat(site.server.events())
          .extracting(Event::uri)
          .containsOnly(origin + site.app.contextPath + "/orders/{id}");
    }
    assertThat(site.server.events())
        .extracting(Event::message)
        .anyMatch(message -> message.equals("img-src directive blocked http://127.0.0.1:9/x.png"))
        .anyMatch(message -> message.startsWith("Blocked call to navigator.vibrate"));
    assertThat(site.server.events())
        .extracting(Event::json)
        .noneMatch(
            json -> json.contains("secret") || json.contains("bob@") || json.contains("4711"));
  }
}
