module app.shop {
  requires app.trackx.client;
  requires app.trackx.client.slf4j;
  requires app.trackx.local;
  requires ch.qos.logback.classic;
  requires java.logging;
  requires org.apache.logging.log4j;
  requires org.slf4j;
}
