package app.trackx.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The JSON text of a request, read with a hard limit.
 *
 * <p>A body over the limit is not kept, but it is read on for a while: a client that is still
 * writing when the connection is reset would never see the 413. The real server does the same.
 */
final class RequestBody {
  static final int LIMIT = 1_048_576;
  private static final long MAX_DRAIN = 16L * LIMIT;

  private static final RequestBody NONE = new RequestBody(null, false);
  private static final RequestBody TOO_LARGE = new RequestBody(null, true);

  private final byte @Nullable [] bytes;
  private final boolean tooLarge;

  private RequestBody(byte @Nullable [] bytes, boolean tooLarge) {
    this.bytes = bytes;
    this.tooLarge = tooLarge;
  }

  /** A body that is there, as text. */
  static RequestBody of(String text) {
    return new RequestBody(text.getBytes(StandardCharsets.UTF_8), false);
  }

  /** A body that is not there or that nobody asked for. */
  static RequestBody none() {
    return NONE;
  }

  static RequestBody read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      skip(in);
      return TOO_LARGE;
    }
    return new RequestBody(bytes, false);
  }

  /** Reads to the end, or to where a client that never ends is given up. */
  static void skip(InputStream in) throws IOException {
    byte[] chunk = new byte[8192];
    long left = MAX_DRAIN;
    int count = in.read(chunk);
    while (count >= 0 && left > 0) {
      left -= count;
      count = in.read(chunk);
    }
  }

  int size() {
    return bytes == null ? 0 : bytes.length;
  }

  /** The bytes as received, or null if there is none; owned by the caller from here on. */
  byte @Nullable [] bytes() throws HttpError {
    if (tooLarge) {
      throw new HttpError(413, "Exceeded \"Content-Length\" limit");
    }
    return bytes;
  }
}
