/**
 * A transport to the Kafka topic of a TrackX relay.
 *
 * <p>For applications that already run Kafka: they bring kafka-clients, 3.0 to 4.3.
 */
@NullMarked
package app.trackx.transport.kafka;

import org.jspecify.annotations.NullMarked;
