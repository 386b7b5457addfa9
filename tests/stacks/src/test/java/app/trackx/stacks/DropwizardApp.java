package app.trackx.stacks;

import app.trackx.TrackX;
import app.trackx.jersey.TrackXRequestListener;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;

class DropwizardApp extends Application<Configuration> {
  @Override
  public void run(Configuration configuration, Environment environment) throws Exception {
    TrackX.setup(); // TRACKX_ENDPOINT
    environment.jersey().register(new TrackXRequestListener());
    environment.jersey().register(new Orders());
  }
}
