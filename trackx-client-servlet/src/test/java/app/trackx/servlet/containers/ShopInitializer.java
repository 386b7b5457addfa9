package app.trackx.servlet.containers;

import app.trackx.TrackX;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.Set;

/** The initializer of the application in {@link War}; on the tests' class path it does nothing. */
public final class ShopInitializer implements ServletContainerInitializer {
  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) {
    String endpoint = context.getInitParameter("shop.setup");
    if (endpoint != null) {
      TrackX.setup(endpoint); // with its handler for uncaught exceptions
    }
    ServletRegistration.Dynamic shop = context.addServlet("shop", new ShopServlet());
    shop.setAsyncSupported(true);
    shop.addMapping("/orders", "/loader", "/filters", "/fails", "/later");
  }
}
