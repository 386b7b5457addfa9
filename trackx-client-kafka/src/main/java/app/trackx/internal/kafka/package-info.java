/** What the transport and the relay have in common. Not part of the API. */
@NullMarked
package app.trackx.internal.kafka;

import org.jspecify.annotations.NullMarked;
