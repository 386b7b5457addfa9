package app.trackx.stacks;

import app.trackx.TrackX;
import io.micronaut.runtime.Micronaut;

final class MicronautApp {
  public static void main(String[] args) {
    TrackX.setup(); // TRACKX_ENDPOINT
    Micronaut.run(MicronautApp.class, args);
  }
}
