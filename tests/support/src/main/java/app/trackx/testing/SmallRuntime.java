package app.trackx.testing;

import java.nio.file.Path;
import java.util.Optional;
import java.util.spi.ToolProvider;

/**
 * A runtime that jlink makes of {@code java.base} alone. Up to JDK 21 elliptic curves are in a
 * module of their own, which it lacks.
 */
public final class SmallRuntime {
  private static final int FIRST_JDK_WITH_CURVES_IN_BASE = 22;

  private SmallRuntime() {}

  /** Makes one below that folder; empty where there is no jlink. */
  public static Optional<Path> link(Path folder) {
    Path image = folder.resolve("image");
    return ToolProvider.findFirst("jlink").map(jlink -> {
      int exitCode = jlink.run(
          System.out, System.err, "--add-modules", "java.base", "--output", image.toString());
      if (exitCode != 0) {
        throw new AssertionError("jlink: " + exitCode);
      }
      return image;
    });
  }

  /** Returns true if it has no elliptic curves, by which nearly all servers shake hands. */
  public static boolean lacksCurves() {
    return Runtime.version().feature() < FIRST_JDK_WITH_CURVES_IN_BASE;
  }
}
