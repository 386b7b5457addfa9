/**
 * Shows from outside what the TrackX client does: meters for Micrometer, an MXBean, and events for
 * JDK Flight Recorder. Each is started by the application, needs neither of the others, and costs
 * nothing before.
 *
 * <p>None of them contains a message, a stack, metadata or the project's key.
 */
@NullMarked
package app.trackx.metrics;

import org.jspecify.annotations.NullMarked;
