/** Writes the client's own log. Not part of the public API. */
@NullMarked
package app.trackx.internal.log;

import org.jspecify.annotations.NullMarked;
