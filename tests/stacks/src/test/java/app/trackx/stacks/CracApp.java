package app.trackx.stacks;

import app.trackx.TrackX;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

final class CracApp implements Resource {
  private static final Resource TRACKX = new CracApp(); // the context holds it weakly

  static void start() {
    TrackX.setup(); // TRACKX_ENDPOINT
    Core.getGlobalContext().register(TRACKX);
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    TrackX.close(); // sends what is pending, for two seconds at most
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    TrackX.setup();
  }
}
