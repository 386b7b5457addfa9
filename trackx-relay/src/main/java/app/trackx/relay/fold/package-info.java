/** Folds equal errors into one event, and decides when which is due. Pure: no I/O, no clock, no threads. */
@NullMarked
package app.trackx.relay.fold;

import org.jspecify.annotations.NullMarked;
