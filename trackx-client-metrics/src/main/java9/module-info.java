/** Shows what the TrackX client does: Micrometer meters, an MXBean, Flight Recorder events. */
module app.trackx.client.metrics {
  requires transitive app.trackx.client;
  requires static transitive micrometer.core;
  requires static java.management;
  requires static jdk.jfr;
  requires static org.jspecify;

  exports app.trackx.metrics;
}
