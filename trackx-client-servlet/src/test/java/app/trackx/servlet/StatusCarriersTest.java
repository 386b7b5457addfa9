package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCarriersTest {
  private static final ClassLoader LOADER = Compiled.loader(sources());

  @ParameterizedTest
  @CsvSource({
    "shop.ByValue, 404",
    "shop.ByCode, 410",
    "shop.Inherits, 404",
    "shop.Composed, 409",
    "shop.TwiceComposed, 409",
    "shop.InheritsComposed, 409",
    "shop.ByAlias, 410",
    "shop.ByDefaultOfAnAlias, 404",
    "shop.Fails, 500",
    "shop.Hidden, 422",
    "shop.Response6, 429",
    "shop.Response6Sub, 429",
    "org.springframework.web.server.ResponseStatusException, 403",
    "jakarta.ws.rs.WebApplicationException, 404",
    "shop.Rest, 404",
    "javax.ws.rs.WebApplicationException, 400",
    "org.eclipse.jetty.http.BadMessageException, 400"
  })
  void statusOf_whatFrameworksAnswerWith(String className, int status) {
    assertThat(statusOf(className)).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shop.OfAnHttpClient", "shop.Throws", "shop.NullResponse", "shop.SelfAnnotated"})
  void statusOf_otherExceptions_isNone(String className) {
    assertThat(statusOf(className)).isEqualTo(StatusCarriers.NONE);
  }

  @Test
  void statusOf_plainException_isNone() {
    assertThat(StatusCarriers.statusOf(new IllegalStateException("404")))
        .isEqualTo(StatusCarriers.NONE);
  }

  private static int statusOf(String className) {
    return StatusCarriers.statusOf(Compiled.exception(LOADER, className));
  }

  private static Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>();
    spring(sources);
    jaxRs(sources, "jakarta", 404);
    jaxRs(sources, "javax", 400);
    sources.put(
        "org.eclipse.jetty.http.BadMessageException",
        "public class BadMessageException extends RuntimeException {"
            + " public int getCode() { return 400; } }");
    shop(sources);
    return sources;
  }

  private static void spring(Map<String, String> sources) {
    sources.put(
        "org.springframework.http.HttpStatusCode",
        "public interface HttpStatusCode { int value(); }");
    sources.put("org.springframework.http.HttpStatus", """
        public enum HttpStatus implements HttpStatusCode {
          NOT_FOUND(404), GONE(410), CONFLICT(409), FORBIDDEN(403), INTERNAL_SERVER_ERROR(500);
          private final int value;
          HttpStatus(int value) { this.value = value; }
          public int value() { return value; }
        }""");
    sources.put("org.springframework.http.Custom", """
        class Custom implements HttpStatusCode {
          static HttpStatusCode of(int v) { return new Custom(v); }
          private final int v;
          Custom(int v) { this.v = v; }
          public int value() { return v; }
        }""");
    sources.put("org.springframework.http.Codes", """
        public class Codes { public static HttpStatusCode of(int v) { return Custom.of(v); } }""");
    sources.put("org.springframework.web.bind.annotation.ResponseStatus", """
        import java.lang.annotation.*;
        import org.springframework.http.HttpStatus;
        @Retention(RetentionPolicy.RUNTIME) @Target(ElementType.TYPE)
        public @interface ResponseStatus {
          HttpStatus value() default HttpStatus.INTERNAL_SERVER_ERROR;
          HttpStatus code() default HttpStatus.INTERNAL_SERVER_ERROR;
        }""");
    sources.put("org.springframework.core.annotation.AliasFor", """
        import java.lang.annotation.*;
        @Retention(RetentionPolicy.RUNTIME) @Target(ElementType.METHOD)
        public @interface AliasFor {
          Class<? extends Annotation> annotation() default Annotation.class;
          String attribute() default "";
        }""");
    sources.put("org.springframework.web.ErrorResponse", """
        import org.springframework.http.HttpStatusCode;
        public interface ErrorResponse { HttpStatusCode getStatusCode(); }""");
    // as in Spring 5
    sources.put("org.springframework.web.server.ResponseStatusException", """
        import org.springframework.http.HttpStatus;
        public class ResponseStatusException extends RuntimeException {
          public HttpStatus getStatus() { return HttpStatus.FORBIDDEN; }
        }""");
  }

  private static void jaxRs(Map<String, String> sources, String root, int status) {
    sources.put(
        root + ".ws.rs.core.Response",
        "public abstract class Response { public abstract int getStatus(); }");
    sources.put(root + ".ws.rs.WebApplicationException", """
        import %s.ws.rs.core.Response;
        public class WebApplicationException extends RuntimeException {
          public Response getResponse() {
            return new Response() { public int getStatus() { return %d; } };
          }
        }""".formatted(root, status));
  }

  private static void shop(Map<String, String> sources) {
    String imports = "import java.lang.annotation.*; import org.springframework.http.*;"
        + " import org.springframework.web.bind.annotation.*; import org.springframework.web.*;\n";
    String meta = imports + "@Retention(RetentionPolicy.RUNTIME) ";
    String body = " extends RuntimeException {}";
    sources.put(
        "shop.ByValue",
        imports + "@ResponseStatus(HttpStatus.NOT_FOUND) public class ByValue" + body);
    sources.put(
        "shop.ByCode",
        imports + "@ResponseStatus(code = HttpStatus.GONE) public class ByCode" + body);
    sources.put("shop.Inherits", "public class Inherits extends ByValue {}");
    sources.put(
        "shop.Conflict",
        meta + "@ResponseStatus(HttpStatus.CONFLICT) public @interface Conflict {}");
    sources.put("shop.Clash", meta + "@Conflict public @interface Clash {}");
    sources.put("shop.Composed", "@Conflict public class Composed" + body);
    sources.put("shop.TwiceComposed", "@Clash public class TwiceComposed" + body);
    sources.put("shop.InheritsComposed", "class InheritsComposed extends Composed {}");
    sources.put(
        "shop.Aliased",
        meta + "@ResponseStatus public @interface Aliased {"
            + " @Deprecated String reason() default \"\";"
            + " @org.springframework.core.annotation.AliasFor(annotation = ResponseStatus.class,"
            + " attribute = \"code\") HttpStatus status() default HttpStatus.NOT_FOUND; }");
    sources.put(
        "shop.ByAlias", imports + "@Aliased(status = HttpStatus.GONE) public class ByAlias" + body);
    sources.put("shop.ByDefaultOfAnAlias", "@Aliased public class ByDefaultOfAnAlias" + body);
    sources.put("shop.Fails", imports + "@ResponseStatus public class Fails" + body);
    sources.put(
        "shop.Hidden",
        imports
            + "class Hidden extends RuntimeException implements ErrorResponse {"
            + " public HttpStatusCode getStatusCode() { return Codes.of(422); } }");
    sources.put("shop.Base", imports + "interface Base extends ErrorResponse {}");
    sources.put(
        "shop.Response6",
        imports
            + "public class Response6 extends RuntimeException implements Base {"
            + " public HttpStatusCode getStatusCode() { return Codes.of(429); } }");
    sources.put("shop.Response6Sub", "public class Response6Sub extends Response6 {}");
    sources.put("shop.Rest", "class Rest extends jakarta.ws.rs.WebApplicationException {}");
    sources.put(
        "shop.OfAnHttpClient",
        "public class OfAnHttpClient extends RuntimeException {"
            + " public int getStatusCode() { return 404; } }");
    sources.put(
        "shop.Throws",
        imports
            + "public class Throws extends RuntimeException implements ErrorResponse {"
            + " public HttpStatusCode getStatusCode() { throw new IllegalStateException(); } }");
    sources.put(
        "shop.NullResponse",
        "public class NullResponse extends"
            + " jakarta.ws.rs.WebApplicationException {"
            + " public jakarta.ws.rs.core.Response getResponse() { return null; } }");
    sources.put("shop.Loop", meta + "@Loop public @interface Loop {}");
    sources.put("shop.SelfAnnotated", "@Loop public class SelfAnnotated" + body);
  }
}
