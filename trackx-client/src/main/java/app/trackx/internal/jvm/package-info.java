/** Checks whether the JVM lacks a resource before something needs it. */
@NullMarked
package app.trackx.internal.jvm;

import org.jspecify.annotations.NullMarked;
