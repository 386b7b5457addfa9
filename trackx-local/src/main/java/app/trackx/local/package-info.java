/**
 * A TrackX-compatible server for development machines and tests.
 *
 * <p>{@link app.trackx.local.TrackXLocal} listens on the loopback interface, validates requests, parses
 * stacks, and groups events into issues and sessions like the real server, and shows them on a web page.
 * All data is bounded in size and kept in memory, and also on disk if a data directory is set.
 * {@link app.trackx.local.Main} is the command-line program.
 *
 * <p>"As observed on trackx-api 0.41" marks behavior that was recorded from a running server of that
 * version.
 */
@NullMarked
package app.trackx.local;

import org.jspecify.annotations.NullMarked;
