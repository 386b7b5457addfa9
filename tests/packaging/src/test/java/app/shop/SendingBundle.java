package app.shop;

import app.trackx.TrackX;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that sets up the client and reports a caught exception. */
public final class SendingBundle implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    TrackX.setup(context.getProperty("app.shop.endpoint"));
    try {
      order();
    } catch (IllegalStateException e) {
      TrackX.sendEvent(e);
    }
  }

  private static void order() {
    throw new IllegalStateException("no order");
  }

  @Override
  public void stop(BundleContext context) {
    TrackX.close();
  }
}
