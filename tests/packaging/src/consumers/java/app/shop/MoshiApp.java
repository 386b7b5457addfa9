package app.shop;

import app.trackx.TrackX;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.util.Map;
import okio.Buffer;

/** An application that reads JSON with Moshi before and after setting up TrackX, then fails. */
public final class MoshiApp {
  public static void main(String[] args) throws IOException {
    System.out.println("before " + read());
    TrackX.setup(args[1]);
    System.out.println("after " + read());
    throw new IllegalStateException("no order");
  }

  private static Object read() throws IOException {
    JsonReader reader = JsonReader.of(new Buffer().writeUtf8("{\"code\":\"200\"}"));
    return ((Map<?, ?>) new Moshi.Builder().build().adapter(Object.class).fromJson(reader))
        .get("code");
  }
}
