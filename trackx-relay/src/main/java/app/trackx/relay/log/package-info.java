/** Keeps what was received on disk, in one process: an append-only log in segments, and the state that it leads to. */
@NullMarked
package app.trackx.relay.log;

import org.jspecify.annotations.NullMarked;
