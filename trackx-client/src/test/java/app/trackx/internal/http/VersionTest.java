package app.trackx.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void name_isTheVersionOfTheBuild() {
    assertThat(Version.NAME).isEqualTo(System.getProperty("project.version"));
  }
}
