/** The protocol: checks of events, pings and reports, and the limit of requests. */
@NullMarked
package app.trackx.local.internal.api;

import org.jspecify.annotations.NullMarked;
