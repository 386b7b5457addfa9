package app.shop;

import app.trackx.TrackX;
import java.io.IOException;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.GET;

/** An application that calls a server with Retrofit before and after setting up TrackX, then fails. */
public final class RetrofitApp {
  /** The server. */
  public interface Shop {
    @GET("/")
    Call<ResponseBody> orders();
  }

  public static void main(String[] args) throws IOException {
    System.out.println("before " + call(args[0]));
    TrackX.setup(args[1]);
    System.out.println("after " + call(args[0]));
    throw new IllegalStateException("no order");
  }

  private static int call(String url) throws IOException {
    Shop shop = new Retrofit.Builder().baseUrl(url).build().create(Shop.class);
    return shop.orders().execute().code();
  }
}
