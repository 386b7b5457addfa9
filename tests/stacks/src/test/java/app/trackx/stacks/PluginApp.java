package app.trackx.stacks;

import app.trackx.TrackX;

public final class PluginApp implements Runnable, AutoCloseable {
  public PluginApp() {
    TrackX.setup(); // TRACKX_ENDPOINT
  }

  @Override
  public void run() {
    try {
      Shop.order("17");
    } catch (RuntimeException error) {
      TrackX.sendEvent(error);
    }
  }

  @Override
  public void close() {
    TrackX.close(); // ends its threads and gives back its handlers
  }
}
