package app.trackx.spring;

import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.annotation.AsyncAnnotationAdvisor;

/**
 * Adds two advices to proxies that run methods asynchronously: one on the caller's thread and one on
 * the executor's. Creates no proxy. Runs after the post-processor of {@code @Async}, since that has an
 * order and this one has none.
 */
final class AsyncPostProcessor implements BeanPostProcessor {
  private final ClientAccess client;

  AsyncPostProcessor(ClientAccess client) {
    this.client = client;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof Advised proxy && !proxy.isFrozen()) {
      for (Advisor advisor : proxy.getAdvisors()) {
        if (advisor instanceof AsyncAnnotationAdvisor async) {
          Pointcut methods = async.getPointcut();
          proxy.addAdvisor(0, new DefaultPointcutAdvisor(methods, new AsyncCall.Submission()));
          proxy.addAdvisor(new DefaultPointcutAdvisor(methods, new AsyncCall.Run(client)));
          break;
        }
      }
    }
    return bean;
  }
}
