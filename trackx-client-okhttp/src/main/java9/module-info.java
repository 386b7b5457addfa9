/** Sends TrackX events over the application's own OkHttp client. */
module app.trackx.client.okhttp {
  requires transitive app.trackx.client;
  requires transitive okhttp3;
  requires static org.jspecify;

  exports app.trackx.okhttp;
}
