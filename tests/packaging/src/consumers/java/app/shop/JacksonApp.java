package app.shop;

import app.trackx.TrackX;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** An application that reads JSON with Jackson before and after setting up TrackX, then fails. */
public final class JacksonApp {
  public static void main(String[] args) throws IOException {
    System.out.println("before " + read());
    TrackX.setup(args[1]);
    System.out.println("after " + read());
    throw new IllegalStateException("no order");
  }

  private static int read() throws IOException {
    try (JsonParser parser = new JsonFactory().createParser("200")) {
      parser.nextToken();
      return parser.getIntValue();
    }
  }
}
