/**
 * The TrackX client for the JVM: reports an application's uncaught exceptions and other errors to
 * its TrackX server.
 *
 * <p>Start with {@link app.trackx.TrackX#setup(String)}. To run several clients with different
 * settings, use {@link app.trackx.TrackXClient#builder(String)}.
 */
@NullMarked
package app.trackx;

import org.jspecify.annotations.NullMarked;
