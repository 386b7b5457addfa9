/** Decides when and on which thread to send. Uses only JDK types; not part of the public API. */
@NullMarked
package app.trackx.internal.delivery;

import org.jspecify.annotations.NullMarked;
