/**
 * How bytes leave: the one interface between the client and a network.
 *
 * <p>The client brings its own transport, HTTP/1.1 over the JDK's sockets. Implement {@link
 * app.trackx.transport.Transport} to send through something else, or to record what would be sent.
 */
@NullMarked
package app.trackx.transport;

import org.jspecify.annotations.NullMarked;
