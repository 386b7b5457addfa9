package app.trackx.examples.boot;

import app.trackx.RequestContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;

/** Boot's executor. */
@Configuration(proxyBeanMethods = false)
class Tasks {

  /** Events of a task belong to the request that started it. */
  @Bean
  TaskDecorator requestsTask() {
    return RequestContext::wrap;
  }
}
