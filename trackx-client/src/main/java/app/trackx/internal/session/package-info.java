/** Sessions and visitors, by UTC day: who was seen today, whose pings are queued, and when the application's own ping is due. Not part of the public API. */
@NullMarked
package app.trackx.internal.session;

import org.jspecify.annotations.NullMarked;
