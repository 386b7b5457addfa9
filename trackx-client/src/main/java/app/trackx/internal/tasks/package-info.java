/** Watches tasks that run on other threads, and their futures. Not part of the public API. */
@NullMarked
package app.trackx.internal.tasks;

import org.jspecify.annotations.NullMarked;
