/** Writes JSON. Knows JDK types only; not part of the public API. */
@NullMarked
package app.trackx.internal.json;

import org.jspecify.annotations.NullMarked;
