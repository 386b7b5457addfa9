/**
 * A TrackX-compatible server for a developer's machine and for tests.
 *
 * <p>{@link app.trackx.local.TrackXLocal} listens on the loopback interface, checks requests as the
 * real server does, reads stacks as it does, groups events into issues and sessions as it does, and
 * shows them on a page. Everything is kept within fixed bounds, in memory and, if a directory is
 * given, there. {@link app.trackx.local.Main} is the same as a program.
 *
 * <p>Where a comment says "as observed on trackx-api 0.41", the fact was recorded from a running
 * server of that version.
 */
@NullMarked
package app.trackx.local;

import org.jspecify.annotations.NullMarked;
