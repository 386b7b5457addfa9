/** The HTTP server: TrackX's own API for clients, and the relay's health and metrics. */
@NullMarked
package app.trackx.relay.front;

import org.jspecify.annotations.NullMarked;
