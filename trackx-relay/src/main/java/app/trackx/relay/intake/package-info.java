/** What the front hands over: received requests, and the interface of what takes them. */
@NullMarked
package app.trackx.relay.intake;

import org.jspecify.annotations.NullMarked;
