package app.trackx.internal.http;

import java.io.IOException;

/** A proxy answered a request for a tunnel with something else than the tunnel. */
final class ProxyRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient HttpResponse response;

  ProxyRefusedException(HttpResponse response) {
    super("the proxy answered with status " + response.status());
    this.response = response;
  }

  HttpResponse response() {
    return response;
  }
}
