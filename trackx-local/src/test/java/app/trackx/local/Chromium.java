package app.trackx.local;

import app.trackx.local.internal.json.JsonReader;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An installed Chromium in headless mode, controlled with the DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Process process;
  private final Path profile;
  private final URI devTools;
  private final HttpClient http = HttpClient.newHttpClient();

  private Chromium(Process process, Path profile, URI devTools) {
    this.process = process;
    this.profile = profile;
    this.devTools = devTools;
  }

  /** Finds Chromium: named by the variable CHROMIUM, or else on the PATH. */
  static Optional<Path> find() {
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

  static Chromium start(Path program) throws Exception {
    Path profile = Files.createTempDirectory("trackx-chromium");
    Process process = new ProcessBuilder(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank")
        .redirectErrorStream(true)
        .start();
    try {
      return new Chromium(process, profile, devToolsOf(process));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Reads the address that Chromium prints, and then its further output, so that it does not block. */
  private static URI devToolsOf(Process process) throws Exception {
    CompletableFuture<String> address = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, address), "chromium-output");
    reader.setDaemon(true);
    reader.start();
    URI socket = URI.create(address.get(60, TimeUnit.SECONDS));
    return URI.create("http://" + socket.getAuthority());
  }

  private static void read(Process process, CompletableFuture<String> address) {
    String prefix = "DevTools listening on ";
    StringBuilder all = new StringBuilder();
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(prefix)) {
          address.complete(line.substring(prefix.length()));
        }
        all.append(address.isDone() ? "" : line + '\n');
      }
    } catch (IOException e) {
      all.append(e);
    }
    address.completeExceptionally(new IOException("Chromium exited: " + all));
  }

  Tab open() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(devTools.resolve("/json/new"))
        .method("PUT", HttpRequest.BodyPublishers.noBody())
        .build();
    String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Map<?, ?> target = (Map<?, ?>) JsonReader.read(answer);
    return Tab.of(http, URI.create((String) target.get("webSocketDebuggerUrl")));
  }

  @Override
  public void close() throws Exception {
    List<ProcessHandle> helpers = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    for (ProcessHandle helper : helpers) { // they keep writing to the profile for a while
      helper.destroyForcibly();
      helper.onExit().get(10, TimeUnit.SECONDS);
    }
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
