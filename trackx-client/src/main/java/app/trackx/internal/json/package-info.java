/**
 * Copies values into JSON types, clips texts to limits, and writes JSON. Uses only JDK types; not
 * part of the public API.
 */
@NullMarked
package app.trackx.internal.json;

import org.jspecify.annotations.NullMarked;
