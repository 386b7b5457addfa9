package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RequestContext;
import app.trackx.local.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests a listener that fails when the transaction is over, which Spring only logs. */
@Timeout(60)
class TransactionalListenerTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  @AfterEach
  void leaveRequest() {
    RequestContext.set(null);
  }

  @Test
  void failedListener_isOneEvent_ofTheRequest() {
    try (ConfigurableApplicationContext application =
        App.plain(Application.class, SERVER.property())) {
      RequestContext request = new RequestContext().withMethod("POST").withRoute("/orders");
      RequestContext.set(request);
      new TransactionTemplate(application.getBean(PlatformTransactionManager.class))
          .executeWithoutResult(status -> application.publishEvent(new Ordered()));
      request.end(201);

      Event event = SERVER.onlyEvent();
      assertThat(event.message()).isEqualTo("no mail");
      assertThat(event.meta()).containsEntry("job", Mail.class.getName() + ".on");
      assertThat(event.meta()).extracting("http").asString().contains("/orders");
    }
  }

  record Ordered() {}

  static class Mail {
    @TransactionalEventListener
    public void on(Ordered event) {
      throw new IllegalStateException("no mail");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableTransactionManagement
  static class Application {
    @Bean
    Mail mail() {
      return new Mail();
    }

    @Bean
    PlatformTransactionManager transactionManager() {
      return new EmptyTransactions();
    }
  }
}
