/** Adapters that report what libraries keep to themselves. Each library is optional. */
@SuppressWarnings({"module", "requires-automatic"}) // several libraries are no modules
module app.trackx.client.adapters {
  requires transitive app.trackx.client;
  requires static com.graphqljava;
  requires static context.propagation;
  requires static io.grpc;
  requires static io.reactivex.rxjava3;
  requires static kafka.clients;
  requires static jakarta.ws.rs;
  requires static jersey.server;
  requires static kotlin.stdlib;
  requires static kotlinx.coroutines.core;
  requires static org.jspecify;
  requires static org.quartz;
  requires static reactor.core;

  exports app.trackx.coroutines;
  exports app.trackx.graphql;
  exports app.trackx.grpc;
  exports app.trackx.jersey;
  exports app.trackx.kafka;
  exports app.trackx.quartz;
  exports app.trackx.reactor;
  exports app.trackx.rxjava;

  provides io.micrometer.context.ThreadLocalAccessor with
      app.trackx.reactor.RequestAccessor;
}
