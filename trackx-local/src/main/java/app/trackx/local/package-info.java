/**
 * A TrackX-compatible server for a developer's machine and for tests.
 *
 * <p>{@link app.trackx.local.TrackXLocal} listens on the loopback interface, checks requests as the
 * real server does, reads stacks as it does, and groups events into issues and sessions as it does.
 * Everything is kept in memory, within fixed bounds, and is gone when the server is closed.
 *
 * <p>Where a comment says "as observed on trackx-api 0.41", the fact was recorded from a running
 * server of that version.
 */
@NullMarked
package app.trackx.local;

import org.jspecify.annotations.NullMarked;
