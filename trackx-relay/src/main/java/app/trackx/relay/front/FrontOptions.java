package app.trackx.relay.front;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of the HTTP server.
 *
 * @param address where it listens; port 0 for any free one
 * @param tls null for plain HTTP
 * @param projects keys of the projects that are served; empty for all
 * @param trustProxy whether to believe {@code X-Real-IP} and {@code X-Forwarded-For}
 * @param maxBody the size of a body in bytes, at most
 * @param maxConnections connections at the same time, at most; more wait in the operating system's queue
 * @param idleTimeout closes a connection on which nothing moves for so long
 * @param stopTimeout how long a stop waits for requests that are being answered
 */
public record FrontOptions(
    InetSocketAddress address,
    @Nullable Tls tls,
    Set<String> projects,
    boolean trustProxy,
    int maxBody,
    int maxConnections,
    Duration idleTimeout,
    Duration stopTimeout) {}
