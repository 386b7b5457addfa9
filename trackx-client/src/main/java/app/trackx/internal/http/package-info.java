/** The bundled transport: HTTP/1.1 over the JDK's sockets. Not part of the public API. */
@NullMarked
package app.trackx.internal.http;

import org.jspecify.annotations.NullMarked;
