package app.shop;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.okhttp.OkHttpTransport;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** An application that calls a server and sends events with its own OkHttp, then fails. */
public final class TransportApp {
  public static void main(String[] args) throws IOException {
    OkHttpClient http = new OkHttpClient.Builder()
        .addInterceptor(chain -> {
          System.out.println(chain.request().method());
          return chain.proceed(chain.request());
        })
        .build();
    System.out.println("before " + call(http, args[0]));
    TrackX.setup(TrackXClient.builder(args[1]).transport(OkHttpTransport.over(http)));
    System.out.println("after " + call(http, args[0]));
    throw new IllegalStateException("no order");
  }

  private static int call(OkHttpClient http, String url) throws IOException {
    try (Response response =
        http.newCall(new Request.Builder().url(url).build()).execute()) {
      return response.code();
    }
  }
}
