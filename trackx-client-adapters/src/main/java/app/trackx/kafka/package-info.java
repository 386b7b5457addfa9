/** Reports records that a Kafka producer could not send. */
@NullMarked
package app.trackx.kafka;

import org.jspecify.annotations.NullMarked;
