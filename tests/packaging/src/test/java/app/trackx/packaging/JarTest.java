package app.trackx.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the content of the jars. */
class JarTest {
  private static final int JAVA_8 = 52;
  private static final int JAVA_11 = 55;

  private static final Map<String, Set<String>> EXPORTS = Map.of(
      "trackx-client", Set.of("app.trackx", "app.trackx.transport"),
      "trackx-client-slf4j", Set.of("app.trackx.logback", "app.trackx.log4j", "app.trackx.jul"),
      "trackx-client-servlet", Set.of("app.trackx.servlet"),
      "trackx-client-okhttp", Set.of("app.trackx.okhttp"),
      "trackx-client-metrics", Set.of("app.trackx.metrics"),
      "trackx-client-adapters",
          Set.of(
              "app.trackx.coroutines",
              "app.trackx.graphql",
              "app.trackx.grpc",
              "app.trackx.jersey",
              "app.trackx.kafka",
              "app.trackx.quartz",
              "app.trackx.reactor",
              "app.trackx.rxjava"));

  /** Exported to bundles and modules of the adapters alone. */
  private static final String DOOR = "app.trackx.internal.adapter";

  /** Imports other than SLF4J. */
  private static final Map<String, String> IMPORTS = Map.of(
      "trackx-client-okhttp", "okhttp3;version=\"[4.12,6)\"",
      "trackx-client-metrics",
          "io.micrometer.core.instrument;version=\"[1.1,2)\";resolution:=optional",
      "trackx-client-adapters", "io.grpc;resolution:=optional");

  /** They have files of services. */
  private static final Set<String> FOUND_BY_LIBRARIES =
      Set.of("trackx-client-servlet", "trackx-client-adapters");

  @ParameterizedTest
  @MethodSource({
    "app.trackx.packaging.Published#java8",
    "app.trackx.packaging.Published#selfContained"
  })
  void classes_areOfJava8_butForTheModulesDescriptor(Published module) throws Exception {
    try (JarFile jar = new JarFile(module.jar().toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith("module-info.class")) {
          int since = module.artifact().equals("trackx-client-metrics") ? 11 : 9; // for jdk.jfr
          assertThat(entry.getName())
              .isEqualTo("META-INF/versions/" + since + "/module-info.class");
        } else if (entry.getName().startsWith("META-INF/versions/11/") && !entry.isDirectory()) {
          // the module with types of JDK 11, and no public one, of which Java 8 would know nothing
          assertThat(module.artifact()).isEqualTo("trackx-client-metrics");
          assertThat(entry.getName()).contains("/FlightRecorderListener");
          assertThat(level(jar, entry)).isEqualTo(JAVA_11);
        } else if (entry.getName().endsWith(".class")) {
          assertThat(level(jar, entry)).as(entry.getName()).isEqualTo(JAVA_8);
        }
      }
    }
  }

  private static int level(JarFile jar, JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.readInt();
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }

  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#java8")
  void descriptor_exportsTheApiOnly(Published module) throws Exception {
    ModuleDescriptor descriptor = descriptor(module);

    assertThat(descriptor.isAutomatic()).isFalse();
    assertThat(descriptor.exports().stream()
            .filter(exported -> !exported.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet()))
        .isEqualTo(EXPORTS.get(module.artifact()));
    assertThat(Published.manifest(module.jar()).getValue("Multi-Release")).isEqualTo("true");
  }

  @Test
  void descriptorOfTheClient_exportsTheDoorToTheAdaptersAlone() throws Exception {
    assertThat(descriptor(new Published("trackx-client")).exports().stream()
            .filter(ModuleDescriptor.Exports::isQualified))
        .singleElement()
        .satisfies(exported -> {
          assertThat(exported.source()).isEqualTo(DOOR);
          assertThat(exported.targets())
              .containsExactlyInAnyOrder("app.trackx.client.servlet", "app.trackx.client.slf4j");
        });
  }

  @Test
  void bundleOfTheClient_exportsTheDoorToThoseThatNameItsAttribute() throws Exception {
    assertThat(Published.manifest(new Published("trackx-client").jar()).getValue("Export-Package"))
        .containsPattern(DOOR + ";[^,]*internal=true")
        .containsPattern(DOOR + ";[^,]*mandatory:=\"?internal");
  }

  @Test
  void descriptorOfTheAdapters_requiresNoLoggingLibrary() throws Exception {
    assertThat(descriptor(new Published("trackx-client-slf4j")).requires().stream()
            .filter(required ->
                !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
            .map(ModuleDescriptor.Requires::name))
        .containsExactlyInAnyOrder("app.trackx.client", "org.slf4j", "java.base");
  }

  private static ModuleDescriptor descriptor(Published module) throws IOException {
    return ModuleFinder.of(module.jar()).findAll().iterator().next().descriptor();
  }

  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#java8")
  void bundle_exportsTheApiOnly_andImportsVersionRanges(Published module) throws Exception {
    Attributes manifest = Published.manifest(module.jar());

    assertThat(manifest.getValue("Bundle-SymbolicName"))
        .isEqualTo(descriptor(module).name());
    Set<String> exported = packages(manifest.getValue("Export-Package"));
    assertThat(exported.remove(DOOR)).isEqualTo(module.artifact().equals("trackx-client"));
    assertThat(exported).isEqualTo(EXPORTS.get(module.artifact()));
    assertThat(manifest.getValue("Import-Package").replace(DOOR + ";", ""))
        .contains(IMPORTS.getOrDefault(module.artifact(), "org.slf4j;version=\"[1.7,3)\""))
        .doesNotContain("app.trackx.internal", "org.slf4j.spi", "java.lang.instrument")
        .doesNotContain("java.");
  }

  /** Also imports {@code javax.net}: containers need not expose JDK packages other than {@code java.*}. */
  @Test
  void bundleOfTheClient_importsSlf4jOnly() throws Exception {
    String imports =
        Published.manifest(new Published("trackx-client").jar()).getValue("Import-Package");

    assertThat(packages(imports))
        .filteredOn(name -> !name.startsWith("javax.net"))
        .containsExactly("org.slf4j");
  }

  /** A second manifest for Java 9 would override the imports, and the other tests do not check it. */
  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#java8")
  void bundle_hasOneManifest(Published module) throws Exception {
    assertThat(Published.files(module.jar())).noneMatch(name -> name.contains("OSGI-INF"));
  }

  /** Returns the package names in a header such as {@code a.b;version="1";uses:="c,d",e.f}. */
  private static Set<String> packages(String header) {
    Set<String> names = new TreeSet<>();
    for (String clause : header.replaceAll("\"[^\"]*\"", "").split(",")) {
      names.add(clause.split(";")[0]);
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#jars")
  void sources_areThoseOfTheClasses(Published module) throws Exception {
    Set<String> sources = Published.files(module.jar("sources"));

    assertThat(sources).anyMatch(name -> name.endsWith(".java"));
    for (String name : Published.files(module.jar())) {
      if (name.startsWith("app/") && name.endsWith(".class") && isOfTheModule(module, name)) {
        String source = name.replaceAll("(\\$.*)?\\.class$", ".java");
        assertThat(sources).contains(source);
      }
    }
  }

  /** Not of a library inside the jar, the client among them. */
  private static boolean isOfTheModule(Published module, String name) {
    String own = module.artifact().replace("trackx-", "app/trackx/") + '/';
    return !Published.programs().contains(module)
        || (name.startsWith(own) && !name.startsWith(own + "lib/"));
  }

  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#jars")
  void javadoc_coversTheApiOnly(Published module) throws Exception {
    Path javadoc = module.jar("javadoc");

    assertThat(Published.files(javadoc))
        .anyMatch(name -> name.endsWith("package-summary.html"))
        .noneMatch(name -> name.contains("app/trackx/internal"));
  }

  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#java8")
  void jar_containsNoForeignFiles(Published module) throws Exception {
    assertThat(Published.files(module.jar()))
        .allMatch(name -> name.startsWith("app/trackx/") || name.startsWith("META-INF/"))
        .noneMatch(name -> name.startsWith("app/trackx/doctor/"))
        .noneMatch(name -> name.startsWith("app/trackx/agent/"))
        .noneMatch(name -> name.startsWith("META-INF/services/")
            && !FOUND_BY_LIBRARIES.contains(module.artifact()));
  }

  @Test
  void jarForJavax_doesNotReferToJakarta() throws Exception {
    Path jar = new Published("trackx-client-servlet").jar("javax");

    assertThat(Published.files(jar))
        .contains(
            "META-INF/services/javax.servlet.ServletContainerInitializer",
            "META-INF/services/javax.ws.rs.container.DynamicFeature")
        .noneMatch(name -> name.contains("jakarta") || name.contains("META-INF/versions"));
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        if (entry.getName().endsWith(".class")) {
          String text =
              new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
          assertThat(text).as(entry.getName()).doesNotContain("jakarta/servlet", "jakarta.servlet");
        }
      }
      assertThat(file.getManifest().getMainAttributes().getValue("Import-Package"))
          .contains("javax.servlet;")
          .doesNotContain("jakarta");
    }
  }
}
