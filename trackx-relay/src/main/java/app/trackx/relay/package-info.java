/** The relay: a program between many clients and one TrackX server. No public API. */
@NullMarked
package app.trackx.relay;

import org.jspecify.annotations.NullMarked;
