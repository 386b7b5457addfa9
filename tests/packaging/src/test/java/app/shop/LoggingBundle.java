package app.shop;

import app.trackx.TrackX;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.slf4j.LoggerFactory;

/** A bundle that sets up the client and logs an exception. */
public final class LoggingBundle implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    TrackX.setup(context.getProperty("app.shop.endpoint"));
    LoggerFactory.getLogger(LoggingBundle.class)
        .error("failed", new IllegalStateException("no order"));
  }

  @Override
  public void stop(BundleContext context) {
    TrackX.close();
  }
}
