/**
 * A servlet filter that reports failures of a web application to TrackX. The container provides the
 * servlet API; JAX-RS is optional.
 */
module app.trackx.client.servlet {
  requires transitive app.trackx.client;
  requires transitive jakarta.servlet;
  requires org.slf4j;
  requires static jakarta.ws.rs;
  requires static org.jspecify;

  exports app.trackx.servlet;

  provides jakarta.servlet.ServletContainerInitializer with
      app.trackx.servlet.TrackXInitializer;
}
