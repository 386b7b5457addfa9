/** Sends what is due to the server, within its rate limit. */
@NullMarked
package app.trackx.relay.forward;

import org.jspecify.annotations.NullMarked;
