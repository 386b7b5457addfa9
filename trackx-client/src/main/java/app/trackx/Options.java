package app.trackx;

import app.trackx.internal.settings.Endpoint;
import app.trackx.internal.stack.SourceUrls;
import app.trackx.transport.Transport;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options of a client, with their defaults. Only who creates it changes it, before another
 * thread sees it.
 */
final class Options {
  static final String DEFAULT_ORIGIN = "java";
  static final int DEFAULT_QUEUE_CAPACITY = 256;
  static final int DEFAULT_CALL_SECONDS = 10;

  final Endpoint endpoint;
  String origin = DEFAULT_ORIGIN;

  @Nullable
  Scrubber scrubber;

  @Nullable
  OnErrorHandler onError;

  @Nullable
  String release;

  @Nullable
  String environment;

  RateLimit rateLimit = RateLimit.DEFAULT;
  int queueCapacity = DEFAULT_QUEUE_CAPACITY;
  Duration callTimeout = Duration.ofSeconds(DEFAULT_CALL_SECONDS);

  @Nullable
  Transport transport;

  @Nullable
  Path spoolDirectory;

  @Nullable
  SourceUrls sourceUrls;

  boolean trail;

  Options(Endpoint endpoint) {
    this.endpoint = endpoint;
  }
}
