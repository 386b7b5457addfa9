package app.trackx.spring;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;

/**
 * The release that a build wrote into the application: the version of {@code build-info.properties},
 * or else the commit of {@code git.properties}. Read as files, since the beans that Spring Boot makes
 * of them do not exist if the start fails early.
 */
final class Release {
  private static final String BUILD = "classpath:META-INF/build-info.properties";
  private static final String GIT = "classpath:git.properties";
  private static final int ABBREVIATED = 7;

  private Release() {}

  /** Returns the release; null if no build wrote one that can be read. */
  static @Nullable String of(Environment environment) {
    String version =
        read(environment, "spring.info.build.location", BUILD).getProperty("build.version");
    return version == null || version.isBlank()
        ? commit(read(environment, "spring.info.git.location", GIT))
        : version.trim();
  }

  private static @Nullable String commit(Properties git) {
    String commit = git.getProperty("git.commit.id.abbrev");
    if (commit == null || commit.isBlank()) {
      String full = git.getProperty("git.commit.id", git.getProperty("git.commit.id.full", ""));
      commit = full.substring(0, Math.min(ABBREVIATED, full.length()));
    }
    return commit.isBlank() ? null : commit.trim();
  }

  private static Properties read(Environment environment, String property, String location) {
    Properties values = new Properties();
    try {
      Resource file =
          new DefaultResourceLoader().getResource(environment.getProperty(property, location));
      if (file.exists()) {
        try (InputStream in = file.getInputStream()) {
          values.load(in);
        }
      }
    } catch (IOException | RuntimeException unreadable) {
      values.clear();
    }
    return values;
  }
}
