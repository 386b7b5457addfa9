package app.trackx.internal.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final String NAME = "test-setting-that-no-environment-has";
  private static final String PROPERTY = "trackx." + NAME;

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void variable_isTheNameInCapitals() {
    assertThat(Settings.variable("endpoint")).isEqualTo("TRACKX_ENDPOINT");
  }

  @Test
  void environment_notSet_isEmpty() {
    assertThat(Settings.environment("TRACKX_TEST_THAT_NO_ENVIRONMENT_HAS")).isEmpty();
  }

  @Test
  void property_notSet_isTheOther() {
    assertThat(Settings.property(PROPERTY, "other")).isEqualTo("other");
  }

  @Test
  void property_set_isItsValueAsItIs() {
    System.setProperty(PROPERTY, " value ");

    assertThat(Settings.property(PROPERTY, "other")).isEqualTo(" value ");
  }
}
