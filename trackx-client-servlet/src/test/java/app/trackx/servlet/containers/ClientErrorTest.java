package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Exceptions that carry a 4xx status: the client's faults, not the application's. */
class ClientErrorTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  /** Not public, as is common in applications. */
  static final class Answering extends RuntimeException implements ErrorResponse {
    private final HttpStatus status;

    Answering(HttpStatus status) {
      this.status = status;
    }

    @Override
    public HttpStatusCode getStatusCode() {
      return status;
    }
  }

  @ResponseStatus(HttpStatus.NOT_FOUND)
  static class Missing extends RuntimeException {}

  static final class MissingOrder extends Missing {}

  @ResponseStatus(code = HttpStatus.NOT_FOUND)
  static final class MissingByCode extends RuntimeException {}

  @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
  static final class Closed extends RuntimeException {}

  @ResponseStatus(HttpStatus.NOT_FOUND)
  @Retention(RetentionPolicy.RUNTIME)
  @interface NotThere {}

  @NotThere
  static final class MissingByComposition extends RuntimeException {}

  static final class OfAClient extends RuntimeException {
    public HttpStatusCode getStatusCode() {
      return HttpStatus.NOT_FOUND;
    }
  }

  private int captured(RuntimeException... failures) {
    for (int i = 0; i < failures.length; i++) {
      RuntimeException failure = failures[i];
      site.servlet("/fail" + i, (request, response) -> {
        throw failure;
      });
      site.servlet("/wrapped" + i, (request, response) -> {
        throw new ServletException(failure);
      });
    }
    site.start();
    for (int i = 0; i < failures.length; i++) {
      site.get("/fail" + i);
      site.get("/wrapped" + i);
    }
    site.events();
    return (int) site.client.diagnostics().captured();
  }

  @Test
  void errorResponse_with4xx_isNone() {
    assertThat(captured(new Answering(HttpStatus.NOT_FOUND))).isZero();
  }

  @Test
  void responseStatus_with4xx_isNone() {
    assertThat(captured(
            new Missing(), new MissingOrder(), new MissingByCode(), new MissingByComposition()))
        .isZero();
  }

  @Test
  void carriers_with5xx_areEvents() {
    assertThat(captured(new Answering(HttpStatus.SERVICE_UNAVAILABLE), new Closed()))
        .isEqualTo(4);
  }

  @Test
  void statusOfAReceivedResponse_isAnEvent() {
    assertThat(captured(new OfAClient())).isEqualTo(2);
  }

  @Test
  void keptClass_isAnEventAllTheSame() {
    site.filter.keep(Missing.class.getName());

    assertThat(captured(new MissingOrder(), new MissingByCode())).isEqualTo(2);
  }

  @Test
  void ignoredClass_isNone() {
    site.filter.ignore(Closed.class.getName());

    assertThat(captured(new Closed(), new OfAClient())).isEqualTo(2);
  }
}
