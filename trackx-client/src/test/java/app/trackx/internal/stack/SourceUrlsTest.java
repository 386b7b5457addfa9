package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class SourceUrlsTest {
  private static final String URL = "https://git.example.com/acme/shop/raw/main/src/main/java/";

  private final SourceUrls urls = new SourceUrls().with("com.acme.shop", URL);

  @ParameterizedTest
  @CsvSource({
    "com.acme.shop.Order, Order.java, com/acme/shop/Order.java",
    "com.acme.shop.cart.Cart$Line, Cart.java, com/acme/shop/cart/Cart.java",
    "com.acme.shop.OrderKt, Order.kt, com/acme/shop/Order.kt",
    "com.acme.shop.Order$, Orders.scala, com/acme/shop/Orders.scala",
    "com.acme.shop.Order, Order.groovy, com/acme/shop/Order.groovy",
    "com.acme.shop.Order, Größe & co.kt, com/acme/shop/Gr%C3%B6%C3%9Fe%20&%20co.kt",
    "com.acme.shop.Order, a#b?c%d.kt, com/acme/shop/a%23b%3Fc%25d.kt",
    "com.acme.shop.Order, azAZ09.kt, com/acme/shop/azAZ09.kt",
    "com.acme.shop.Order, @[`{.kt, com/acme/shop/%40%5B%60%7B.kt",
    "com.acme.shop.Order, \uD83D\uDE00.kt, com/acme/shop/%F0%9F%98%80.kt",
  })
  void frameBelowThePrefix_hasTheUrlOfItsFile(String className, String file, String path) {
    assertThat(seen(at(className, "pay", file, 42)))
        .containsExactly(className + ".pay@" + URL + path + ":42");
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.shopping.Order, Order.java, com/acme/shopping/Order.java",
    "com.acme.Order, Order.java, com/acme/Order.java",
    "org.com.acme.shop.Order, Order.java, org/com/acme/shop/Order.java",
    "com.acme.shop.Order, , com/acme/shop/Order",
    "com.acme.shop.Order, <generated>, com/acme/shop/<generated>",
    "com.acme.shop.Order, NO_SOURCE_FILE, com/acme/shop/NO_SOURCE_FILE",
  })
  void frameOfAnotherPackage_orWithoutSourceFile_keepsItsPath(
      String className, String file, String path) {
    assertThat(seen(at(className, "pay", file, 42)))
        .containsExactly(className + ".pay@" + path + ":42");
  }

  @Test
  void prefixOfAClass_coversItsNestedClasses() {
    SourceUrls ofClass = new SourceUrls().with("com.acme.Order", URL);

    assertThat(Stacks.seen(ofClass.applyTo(text(
            at("com.acme.Order", "pay", "Order.java", 1),
            at("com.acme.Order$Line", "pay", "Order.java", 2),
            at("com.acme.Orders", "pay", "Orders.java", 3)))))
        .containsExactly(
            "com.acme.Order.pay@" + URL + "com/acme/Order.java:1",
            "com.acme.Order$Line.pay@" + URL + "com/acme/Order.java:2",
            "com.acme.Orders.pay@com/acme/Orders.java:3");
  }

  @Test
  void longestPrefix_counts_inWhicheverOrder() {
    String kotlin = "http://localhost:8080/kotlin/";
    SourceUrls both = new SourceUrls().with("com.acme", kotlin).with("com.acme.shop", URL);
    SourceUrls turned = new SourceUrls().with("com.acme.shop", URL).with("com.acme", kotlin);
    String stack = text(
        at("com.acme.shop.Order", "pay", "Order.java", 1),
        at("com.acme.MainKt", "x", "Main.kt", 2));

    assertThat(Stacks.seen(both.applyTo(stack)))
        .containsExactly(
            "com.acme.shop.Order.pay@" + URL + "com/acme/shop/Order.java:1",
            "com.acme.MainKt.x@http://localhost:8080/kotlin/com/acme/Main.kt:2");
    assertThat(turned.applyTo(stack)).isEqualTo(both.applyTo(stack));
  }

  @Test
  void repeatedPrefix_replacesItsUrl() {
    assertThat(urls.with("com.acme.shop.", "http://h/x")).hasToString("com.acme.shop=http://h/x/");
  }

  @Test
  void onlyFilesOfFramesThatTheServerSees_change() {
    IllegalStateException cause = Stacks.with(
        new IllegalStateException("at com.acme.shop.X (com/acme/shop/X.java:1)"),
        at("java.lang.Integer", "parseInt", "Integer.java", 668),
        at("com.acme.shop.Order", "<init>", "Order.java", 42));
    cause.addSuppressed(
        Stacks.with(new RuntimeException(), at("com.acme.shop.Order", "close", "Order.java", 7)));
    String stack = Stacks.format(cause).text();
    String file = URL + "com/acme/shop/Order.java";

    assertThat(urls.applyTo(stack))
        .isEqualTo(stack.replace("(com/acme/shop/Order.java:42)", "(" + file + ":42)"))
        .contains("com.acme.shop.Order.close(Order.java:7)");
  }

  @Test
  void calleeWithParentheses_isNotTakenForAFile() {
    assertThat(seen(at("com.acme.shop.A", "pay (x.y:1) when (late)", "A.kt", 12)))
        .containsExactly(
            "com.acme.shop.A.pay (x.y:1) when (late)@" + URL + "com/acme/shop/A.kt:12");
  }

  @Test
  void stackWithoutSuchAFrame_isTheSame() {
    String stack = text(at("org.acme.A", "pay", "A.java", 1));

    assertThat(urls.applyTo(stack)).isSameAs(stack);
    assertThat(urls.applyTo("")).isEmpty();
  }

  @Test
  void lineThatWouldBeTooLong_keepsItsPath() {
    String method = "m".repeat(480);
    SourceUrls longest =
        new SourceUrls().with("com.acme.shop", "https://h/" + "p".repeat(289) + "/");
    String stack = text(
        at("com.acme.shop.A", method, "ü".repeat(25) + ".kt", 2147483647),
        at("com.acme.shop.A", method, "ü".repeat(40) + ".kt", 2147483647));
    String[] lines = longest.applyTo(stack).split("\n");

    assertThat(lines[1]).contains("https://h/ppp").hasSizeLessThanOrEqualTo(1_000);
    assertThat(lines[2]).contains("(com/acme/shop/üüü").hasSizeLessThanOrEqualTo(1_000);
  }

  @Test
  void framesThatTheServerDoesNotKeep_keepTheirPath() {
    StackTraceElement[] frames = new StackTraceElement[50];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = at("com.acme.shop.A" + (char) ('a' + i % 26), "m" + i, "A.java", i);
    }
    String text = urls.applyTo(StackFormatter.format("X", frames).text());

    assertThat(text.split("https://", -1)).hasSize(41);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "git.example.com/",
        "ftp://git.example.com/",
        "file:///home/jo/",
        "https://",
        "https:///src/",
        "https://:8080/",
        "https://bob:secret@git.example.com/",
        "https://bob@git.example.com",
        "https://git.example.com/raw?ref=main",
        "https://git.example.com/raw#main",
        "https://git.example.com/a b/",
        "https://git.example.com/(a)/",
        "https://git.example.com/${branch}/",
        "https://git.example.com/\n/",
        "https://git.example.com/ü/",
      })
  void malformedUrl_throws_andIsNotRepeated(String url) {
    assertThatThrownBy(() -> urls.with("com.acme", url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a source URL ")
        .message()
        .doesNotContain("git.example", "secret");
  }

  @Test
  void overlongUrl_throws() {
    assertThatThrownBy(() -> urls.with("com.acme", "https://h/" + "p".repeat(290)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("300");
  }

  @Test
  void longestUrlAndPrefix_areAccepted_andOneMoreCharacterIsNot() {
    String url = "https://h/" + "p".repeat(289) + "/";
    String prefix = "p".repeat(200);

    assertThat(url).hasSize(300);
    assertThat(new SourceUrls().with(prefix, url)).hasToString(prefix + "=" + url);
    assertThatThrownBy(() -> urls.with(prefix + "p", url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "com..acme", ".com", "com.acme..", "com acme", "com/acme", "a(b"})
  void malformedPrefix_throws(String prefix) {
    assertThatThrownBy(() -> urls.with(prefix, URL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix");
  }

  @ParameterizedTest
  @CsvSource({
    "https://git.example.com, https://git.example.com/",
    "HTTP://localhost:8080/src, http://localhost:8080/src/",
    "https://git.example.com/@acme/-/raw/, https://git.example.com/@acme/-/raw/",
  })
  void url_getsASlashAndAPlainScheme(String url, String base) {
    assertThat(new SourceUrls().with("com.acme", url)).hasToString("com.acme=" + base);
  }

  @Test
  void configuredText_hasSeveralPairs() {
    SourceUrls read =
        new SourceUrls().withAll(" com.acme=https://a/src ,\n  com.acme.b=http://b/ ");

    assertThat(read).hasToString("com.acme=https://a/src/,com.acme.b=http://b/");
    assertThat(new SourceUrls().withAll(read.toString())).hasToString(read.toString());
    assertThatThrownBy(() -> new SourceUrls().withAll("https://a/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("com.acme.shop=https://host/path/");
  }

  private List<String> seen(StackTraceElement frame) {
    return Stacks.seen(urls.applyTo(text(frame)));
  }

  private static String text(StackTraceElement... frames) {
    return StackFormatter.format("X", frames).text();
  }
}
