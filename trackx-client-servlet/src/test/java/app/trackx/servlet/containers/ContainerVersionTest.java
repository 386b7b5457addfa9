package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verifies that a test run uses the container that it is named for. */
class ContainerVersionTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void container_isTheOneThatTheBuildNames() {
    String promised = System.getProperty("trackx.test.version");

    assertThat(promised).isNotNull();
    assertThat(Container.shared().version()).startsWith(promised);
    assertThat(Container.shared().getClass().getSimpleName())
        .isEqualToIgnoringCase(Containers.NAME + "Container");
  }

  @Test
  void servletApi_isTheOneThatTheContainerImplements() {
    site.servlet(
            "/api",
            (request, response) -> response
                .getWriter()
                .print(request.getServletContext().getMajorVersion() + "."
                    + request.getServletContext().getMinorVersion()))
        .start();

    assertThat(site.get("/api").body()).isEqualTo(System.getProperty("trackx.test.servlet"));
  }
}
