package app.shop;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** An application that uses its own, older version of OkHttp. */
public final class OldOkHttpApp {
  private OldOkHttpApp() {}

  public static void main(String[] args) throws Exception {
    Request request = new Request.Builder().url(args[0]).build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      System.out.println("answer " + response.code());
    }
    System.out.println(OkHttpClient.class.getProtectionDomain().getCodeSource().getLocation());
    try {
      Class.forName("kotlin.Unit");
      System.out.println("Kotlin found");
    } catch (ClassNotFoundException expected) {
      System.out.println("no Kotlin");
    }
    throw new IllegalStateException("no order");
  }
}
