/**
 * The relay over Apache Kafka: requests are kept in a topic, folded by Kafka Streams, and forwarded by whichever relay of the
 * group holds the one partition of the outbox.
 */
@NullMarked
package app.trackx.relay.kafka;

import org.jspecify.annotations.NullMarked;
