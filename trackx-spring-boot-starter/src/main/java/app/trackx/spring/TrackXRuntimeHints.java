package app.trackx.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/** What a native image has to keep: the properties, which are bound by reflection, and build files. */
final class TrackXRuntimeHints implements RuntimeHintsRegistrar {

  TrackXRuntimeHints() {}

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
    BindableRuntimeHintsRegistrar.forTypes(TrackXProperties.class).registerHints(hints, loader);
    hints.resources().registerPattern("META-INF/build-info.properties");
    hints.resources().registerPattern("git.properties");
  }
}
