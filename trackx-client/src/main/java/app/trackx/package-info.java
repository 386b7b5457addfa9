/**
 * The TrackX client for the JVM: every error that escapes an application reaches its own TrackX
 * server.
 *
 * <p>Start with {@link app.trackx.TrackX#setup(String)}. Several clients with settings of their own
 * come from {@link app.trackx.TrackXClient#builder(String)}.
 */
@NullMarked
package app.trackx;

import org.jspecify.annotations.NullMarked;
