module app.shop {
  requires app.trackx.client;
}
