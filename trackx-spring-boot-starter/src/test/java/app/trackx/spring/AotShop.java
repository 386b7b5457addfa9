package app.trackx.spring;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;

/** An application that is processed ahead of time, for which it has to be a top-level class. */
@EnableAutoConfiguration
public class AotShop {
  /** Prints what is there, and fails twice. */
  public static void main(String[] args) {
    ConfigurableApplicationContext context = SpringApplication.run(AotShop.class, args);
    System.out.println("client " + context.getBean(TrackXClient.class).isEnabled());
    System.out.println("filter "
        + context.getBean("trackxFilter", FilterRegistrationBean.class).isEnabled());
    LoggerFactory.getLogger(AotShop.class).error("order 17 failed");
    TrackX.sendEvent(new IllegalStateException("no price"));
    SpringApplication.exit(context);
  }
}
