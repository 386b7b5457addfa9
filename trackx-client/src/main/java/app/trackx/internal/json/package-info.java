/** Writes JSON. Uses only JDK types; not part of the public API. */
@NullMarked
package app.trackx.internal.json;

import org.jspecify.annotations.NullMarked;
