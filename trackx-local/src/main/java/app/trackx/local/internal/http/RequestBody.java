package app.trackx.local.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The JSON text of a request, limited in size.
 *
 * <p>A body over the limit is dropped, but read further for a while: if the connection were reset while the client is still
 * writing, the client would not see the 413. The real server does the same.
 */
public final class RequestBody {
  public static final int LIMIT = 1_048_576;
  private static final long MAX_DRAIN = 16L * LIMIT;

  private static final RequestBody NONE = new RequestBody(null, false);
  private static final RequestBody TOO_LARGE = new RequestBody(null, true);

  private final byte @Nullable [] bytes;
  private final boolean tooLarge;

  private RequestBody(byte @Nullable [] bytes, boolean tooLarge) {
    this.bytes = bytes;
    this.tooLarge = tooLarge;
  }

  /** Returns a body with the given text. */
  public static RequestBody of(String text) {
    return new RequestBody(text.getBytes(StandardCharsets.UTF_8), false);
  }

  /** Returns the body of a request that has none or whose body is ignored. */
  static RequestBody none() {
    return NONE;
  }

  /** Reads a body of at most {@code limit} bytes. */
  static RequestBody read(InputStream in, int limit) throws IOException {
    byte[] bytes = in.readNBytes(limit + 1);
    if (bytes.length > limit) {
      skip(in);
      return TOO_LARGE;
    }
    return new RequestBody(bytes, false);
  }

  /** Reads to the end, or up to a limit. */
  static void skip(InputStream in) throws IOException {
    byte[] chunk = new byte[8192];
    long left = MAX_DRAIN;
    int count = in.read(chunk);
    while (count >= 0 && left > 0) {
      left -= count;
      count = in.read(chunk);
    }
  }

  public int size() {
    return bytes == null ? 0 : bytes.length;
  }

  /** Returns the bytes as received, not a copy; null if there is no body. */
  public byte @Nullable [] bytes() throws HttpError {
    if (tooLarge) {
      throw new HttpError(413, "Exceeded \"Content-Length\" limit");
    }
    return bytes;
  }
}
