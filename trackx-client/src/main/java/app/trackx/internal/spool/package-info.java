/** Events waiting on disk. Uses only JDK types; not part of the public API. */
@NullMarked
package app.trackx.internal.spool;

import org.jspecify.annotations.NullMarked;
