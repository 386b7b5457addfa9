package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Steps of Spring Batch 5 and 6: a failed step and each skipped item are events, with the names of job
 * and step. Neither items nor the job's parameters are sent. Unless {@code trackx.batch.enabled} is
 * false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ImportRuntimeHints(IntegrationHints.class)
@ConditionalOnClass(name = BatchPostProcessor.STEP)
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.batch.enabled", matchIfMissing = true)
public final class TrackXBatchAutoConfiguration {

  TrackXBatchAutoConfiguration() {}

  @Bean
  static BatchPostProcessor trackxBatch(ObjectProvider<TrackXClient> client) {
    return new BatchPostProcessor(new ClientAccess(client));
  }
}
