package app.trackx.local.internal.page;

import app.trackx.local.internal.bounds.DaemonThreads;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests for source files: each within a time and a size, without login and cookies, and
 * redirected only to where an original request could have gone. Thread-safe. Creates its client,
 * which has threads, with the first request.
 */
final class SourceFetch implements AutoCloseable {
  static final int MAX_BYTES = 1 << 20;
  static final int MAX_REDIRECTS = 3;

  private final Predicate<String> allowed;
  private @Nullable HttpClient client; // both guarded by this
  private @Nullable ExecutorService threads;

  /** Creates the requests for URLs that a predicate allows. */
  SourceFetch(Predicate<String> allowed) {
    this.allowed = allowed;
  }

  /** Requests a file and waits for it, for {@code nanos} at most. Never throws. */
  SourceFile get(String url, long nanos) {
    long end = System.nanoTime() + nanos;
    String target = url;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      if (!allowed.test(target)) {
        return SourceFile.unavailable("redirected to a URL that does not begin with --source-from");
      }
      try {
        URI uri = URI.create(URI.create(target).toASCIIString());
        HttpResponse<byte[]> response = send(uri, end - System.nanoTime());
        String next = response.headers().firstValue("Location").orElse("");
        if (response.statusCode() / 100 != 3 || next.isEmpty()) {
          return fileOf(response);
        }
        target = uri.resolve(URI.create(next)).toString();
      } catch (TimeoutException e) {
        return SourceFile.unavailable("no complete response in time");
      } catch (IOException e) {
        return SourceFile.unavailable("the request failed: " + e);
      } catch (IllegalArgumentException e) {
        return SourceFile.unavailable("not a valid URL");
      }
    }
    return SourceFile.unavailable("redirected more than " + MAX_REDIRECTS + " times");
  }

  private HttpResponse<byte[]> send(URI uri, long nanos) throws IOException, TimeoutException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Accept", "text/plain, */*;q=0.1").build();
    CompletableFuture<HttpResponse<byte[]>> sent =
        client().sendAsync(request, head -> new BoundedBody(MAX_BYTES));
    try {
      return sent.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException
          ? (IOException) e.getCause()
          : new IOException(e.getCause());
    } catch (InterruptedException e) { // the server is closing
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      sent.cancel(true); // closes the connection of a request that is not complete
    }
  }

  private static SourceFile fileOf(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      return SourceFile.unavailable("HTTP " + response.statusCode());
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("text/html")) {
      return SourceFile.unavailable("an HTML page, perhaps a login or the view of a file");
    }
    String text = new String(response.body(), StandardCharsets.UTF_8);
    return text.indexOf('\0') >= 0
        ? SourceFile.unavailable("not a text file")
        : SourceFile.of(text);
  }

  private synchronized HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      ExecutorService own = Executors.newFixedThreadPool(2, new DaemonThreads("source-"));
      known = HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(3))
          .proxy(ProxySelector.getDefault())
          .executor(own)
          .build();
      client = known;
      threads = own;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
