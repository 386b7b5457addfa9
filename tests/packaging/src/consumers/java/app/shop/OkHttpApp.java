package app.shop;

import app.trackx.TrackX;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** An application that calls a server with its own OkHttp before and after setting up TrackX, then fails. */
public final class OkHttpApp {
  public static void main(String[] args) throws IOException {
    System.out.println("before " + call(args[0]));
    TrackX.setup(args[1]);
    System.out.println("after " + call(args[0]));
    throw new IllegalStateException("no order");
  }

  private static int call(String url) throws IOException {
    Request request = new Request.Builder().url(url).build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      return response.code();
    }
  }
}
