package app.trackx;

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
  void read_notSet_isNull() {
    assertThat(Settings.read(NAME)).isNull();
  }

  @Test
  void read_property_isItsValue() {
    System.setProperty(PROPERTY, "value");

    assertThat(Settings.read(NAME)).isEqualTo("value");
  }

  @Test
  void read_propertyWithBlanksAround_isTrimmed() {
    System.setProperty(PROPERTY, " value\n");

    assertThat(Settings.read(NAME)).isEqualTo("value");
  }

  @Test
  void read_blankProperty_isNotSet() {
    System.setProperty(PROPERTY, " \t");

    assertThat(Settings.read(NAME)).isNull();
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
