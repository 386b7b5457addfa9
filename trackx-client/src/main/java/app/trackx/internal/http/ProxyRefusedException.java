package app.trackx.internal.http;

import java.io.IOException;

/** Thrown if a proxy does not open a requested tunnel. */
final class ProxyRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient HttpResponse response;

  ProxyRefusedException(HttpResponse response) {
    super("the proxy responded with status " + response.status());
    this.response = response;
  }

  HttpResponse response() {
    return response;
  }
}
