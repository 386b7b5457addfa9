package app.shop;

import app.trackx.TrackX;
import java.util.List;
import kotlin.KotlinVersion;
import kotlin.text.Regex;

/** An application that uses Kotlin's standard library before and after setting up TrackX, then fails. */
public final class KotlinApp {
  public static void main(String[] args) {
    System.out.println("before " + match());
    TrackX.setup(args[1]);
    System.out.println("after " + match());
    System.out.println("Kotlin " + KotlinVersion.CURRENT);
    throw new IllegalStateException("no order");
  }

  private static String match() {
    List<String> parts = new Regex(",").split("200,404", 0);
    return parts.get(0);
  }
}
