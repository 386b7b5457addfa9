package app.trackx.spring;

import java.io.IOException;
import java.util.List;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * What can be known of the configuration of an application that failed while it read its
 * configuration: arguments, system properties, environment variables, and those files named
 * {@code application} that can be read by themselves. Documents of one profile are left out.
 */
final class EarlyEnvironment {
  private static final List<String> FOLDERS =
      List.of("file:./config/", "file:./", "classpath:/config/", "classpath:/");

  private static final String CONDITION = "spring.config.activate";

  private EarlyEnvironment() {}

  static Environment of(String[] args) {
    StandardEnvironment environment = new StandardEnvironment();
    MutablePropertySources sources = environment.getPropertySources();
    sources.addFirst(new SimpleCommandLinePropertySource(args));
    List<PropertySourceLoader> loaders =
        SpringFactoriesLoader.loadFactories(PropertySourceLoader.class, null);
    for (String folder : FOLDERS) {
      for (PropertySourceLoader loader : loaders) {
        for (String extension : loader.getFileExtensions()) {
          addFile(sources, loader, folder + "application." + extension);
        }
      }
    }
    return environment;
  }

  private static void addFile(
      MutablePropertySources sources, PropertySourceLoader loader, String location) {
    Resource file = new DefaultResourceLoader().getResource(location);
    if (!file.exists()) {
      return;
    }
    try {
      List<PropertySource<?>> documents = loader.load(location, file);
      for (int i = documents.size() - 1; i >= 0; i--) { // the last one counts most
        PropertySource<?> document = documents.get(i);
        if (!document.containsProperty(CONDITION + ".on-profile")
            && !document.containsProperty(CONDITION + ".on-cloud-platform")) {
          sources.addLast(document);
        }
      }
    } catch (IOException | RuntimeException unreadable) {
      return; // maybe the very file for which the application does not start
    }
  }
}
