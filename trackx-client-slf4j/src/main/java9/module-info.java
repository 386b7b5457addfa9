/**
 * Adapters that report logged errors to TrackX. Each logging library is optional; the application
 * provides the one that it uses.
 */
module app.trackx.client.slf4j {
  requires transitive app.trackx.client;
  requires org.slf4j;
  requires static java.logging;
  requires static ch.qos.logback.classic;
  requires static ch.qos.logback.core;
  requires static org.apache.logging.log4j;
  requires static org.apache.logging.log4j.core;
  requires static org.jspecify;

  exports app.trackx.jul;
  exports app.trackx.log4j;
  exports app.trackx.logback;

  // Log4j injects the fields of the appender's builder
  opens app.trackx.log4j to
      org.apache.logging.log4j.core;
}
