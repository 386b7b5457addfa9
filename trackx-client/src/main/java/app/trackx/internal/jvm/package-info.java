/** Tells what the JVM is short of, before something is done that needs it. */
@NullMarked
package app.trackx.internal.jvm;

import org.jspecify.annotations.NullMarked;
