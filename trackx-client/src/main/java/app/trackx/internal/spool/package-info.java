/** Events that wait on disk. Knows JDK types only; not part of the public API. */
@NullMarked
package app.trackx.internal.spool;

import org.jspecify.annotations.NullMarked;
