package app.trackx.relay.kafka;

import app.trackx.internal.session.UtcDay;
import app.trackx.internal.session.VisitorToken;
import app.trackx.relay.intake.DailySecret;
import app.trackx.relay.intake.Received;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives the requests that clients wrote to the topic themselves a token of their source, as the front does with those that it
 * receives. Such a request names its source; the server must not get that name.
 */
final class SourceTokens {
  private static final String ALGORITHM = "HmacSHA256";

  private final DailySecret secret;

  SourceTokens(DailySecret secret) {
    this.secret = secret;
  }

  /** Returns the request with a token; the same instance if it has one. Fetches the day's secret if that is not known yet. */
  Received withToken(Received request) {
    if (VisitorToken.checked(request.source()) != null) {
      return request;
    }
    byte[] key = secret.of(UtcDay.of(System.currentTimeMillis()));
    String source = request.source() + '\n' + request.userAgent() + '\n' + request.origin();
    return new Received(
        request.kind(),
        request.key(),
        request.origin(),
        request.userAgent(),
        VisitorToken.of(hmac(key, source)),
        request.contentType(),
        request.page(),
        request.wallMillis(),
        request.body());
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java runtime has it
    }
  }
}
