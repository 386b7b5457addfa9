package app.trackx;

import app.trackx.transport.Transport;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The options of a builder at the time of {@code build()}. Immutable. */
final class Options {
  final Endpoint endpoint;
  final String origin;
  final @Nullable Scrubber scrubber;
  final @Nullable OnErrorHandler onError;
  final @Nullable String release;
  final @Nullable String environment;
  final RateLimit rateLimit;
  final int queueCapacity;
  final Duration callTimeout;
  final @Nullable Transport transport;
  final @Nullable Path spoolDirectory;

  Options(
      Endpoint endpoint,
      String origin,
      @Nullable Scrubber scrubber,
      @Nullable OnErrorHandler onError,
      @Nullable String release,
      @Nullable String environment,
      RateLimit rateLimit,
      int queueCapacity,
      Duration callTimeout,
      @Nullable Transport transport,
      @Nullable Path spoolDirectory) {
    this.endpoint = endpoint;
    this.origin = origin;
    this.scrubber = scrubber;
    this.onError = onError;
    this.release = release;
    this.environment = environment;
    this.rateLimit = rateLimit;
    this.queueCapacity = queueCapacity;
    this.callTimeout = callTimeout;
    this.transport = transport;
    this.spoolDirectory = spoolDirectory;
  }
}
