/**
 * The interface between a client and the network.
 *
 * <p>The client has its own transport: HTTP/1.1 over the JDK's sockets. Implement {@link
 * app.trackx.transport.Transport} to use another HTTP library, or to record requests instead of
 * sending them.
 */
@NullMarked
package app.trackx.transport;

import org.jspecify.annotations.NullMarked;
