/** Counters and gauges of the relay, as text for Prometheus. */
@NullMarked
package app.trackx.relay.metrics;

import org.jspecify.annotations.NullMarked;
