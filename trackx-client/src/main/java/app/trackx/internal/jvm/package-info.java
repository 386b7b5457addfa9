/**
 * What the client needs to know of the JVM and must not do to it: its clocks, threads, handlers,
 * properties and resources. The other internal packages may use this one; it uses none of them.
 */
@NullMarked
package app.trackx.internal.jvm;

import org.jspecify.annotations.NullMarked;
