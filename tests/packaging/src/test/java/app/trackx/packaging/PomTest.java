package app.trackx.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Tests of the published poms: the requirements of Maven Central, and their dependencies. */
class PomTest {
  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#all")
  void pom_meetsTheRequirementsOfMavenCentral(Published module) throws Exception {
    Element project = read(module.pom());

    assertThat(children(project))
        .contains("name", "description", "url", "licenses", "developers", "scm");
    assertThat(text(project, "groupId")).isEqualTo("app.trackx");
    assertThat(text(project, "artifactId")).isEqualTo(module.artifact());
    assertThat(text(project, "version")).isEqualTo(Published.version());
    assertThat(text(project, "description")).endsWith(".");
    Element scm = (Element) project.getElementsByTagName("scm").item(0);
    assertThat(children(scm)).contains("url", "connection", "developerConnection");
    assertThat(text(scm, "url")).isEqualTo(text(project, "url"));
  }

  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#all")
  void pom_isSelfContained(Published module) throws Exception {
    assertThat(children(read(module.pom())))
        .doesNotContain("parent", "properties", "build", "profiles", "modules", "repositories");
    assertThat(Files.readString(module.pom())).doesNotContain("${");
  }

  @Test
  void pomOfTheClient_dependsOnSlf4jOnly() throws Exception {
    assertThat(dependencies(new Published("trackx-client"), "compile"))
        .containsExactly("org.slf4j:slf4j-api");
  }

  @Test
  void pomOfTheAdapters_dependsOnTheClientOnly() throws Exception {
    assertThat(dependencies(new Published("trackx-client-slf4j"), "compile"))
        .containsExactly("app.trackx:trackx-client");
  }

  @Test
  void pomOfTheFilter_dependsOnTheClientOnly() throws Exception {
    assertThat(dependencies(new Published("trackx-client-servlet"), "compile"))
        .containsExactly("app.trackx:trackx-client");
  }

  @Test
  void pomOfTheTransport_dependsOnTheClientOnly() throws Exception {
    assertThat(dependencies(new Published("trackx-client-okhttp"), "compile"))
        .containsExactly("app.trackx:trackx-client");
  }

  @Test
  void pomOfTheTransportToKafka_dependsOnTheClientOnly() throws Exception {
    assertThat(dependencies(new Published("trackx-client-kafka"), "compile"))
        .containsExactly("app.trackx:trackx-client");
  }

  @Test
  void pomOfTheMetrics_dependsOnTheClientOnly() throws Exception {
    assertThat(dependencies(new Published("trackx-client-metrics"), "compile"))
        .containsExactly("app.trackx:trackx-client");
  }

  @Test
  void pomOfTheLibraryAdapters_dependsOnTheClientOnly() throws Exception {
    assertThat(dependencies(new Published("trackx-client-adapters"), "compile"))
        .containsExactly("app.trackx:trackx-client");
  }

  @Test
  void pomOfTheStarter_bringsNoSpring() throws Exception {
    assertThat(dependencies(new Published("trackx-spring-boot-starter"), "compile"))
        .containsExactly(
            "app.trackx:trackx-client",
            "app.trackx:trackx-client-slf4j",
            "app.trackx:trackx-client-servlet",
            "app.trackx:trackx-client-metrics");
  }

  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#programs")
  void pomOfAJarWithEverythingInside_hasNoDependency(Published module) throws Exception {
    assertThat(children(read(module.pom()))).doesNotContain("dependencies");
  }

  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#programs")
  void sbomOfAJarWithEverythingInside_namesWhatIsInside(Published module) throws Exception {
    assertThat(Files.readString(module.sbom()))
        .contains("pkg:maven/app.trackx/trackx-client@", "pkg:maven/org.slf4j/slf4j-api@");
  }

  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#jars")
  void pom_hasNoTestDependencies(Published module) throws Exception {
    assertThat(dependencies(module, "test")).isEmpty();
  }

  @Test
  void bom_listsThePublishedArtifactsOnly() throws Exception {
    NodeList managed = read(new Published("trackx-bom").pom()).getElementsByTagName("dependency");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < managed.getLength(); i++) {
      Element dependency = (Element) managed.item(i);
      assertThat(text(dependency, "version")).isEqualTo(Published.version());
      names.add(text(dependency, "artifactId") + text(dependency, "classifier"));
    }

    names.remove("trackx-client-servletjavax");
    assertThat(names)
        .isEqualTo(Published.jars().stream().map(Published::artifact).toList());
  }

  @ParameterizedTest
  @MethodSource("app.trackx.packaging.Published#jars")
  void sbom_listsAllDependencies(Published module) throws Exception {
    String sbom = Files.readString(module.sbom());

    assertThat(sbom).contains("\"bomFormat\" : \"CycloneDX\"");
    for (String dependency : dependencies(module, "compile")) {
      assertThat(sbom).contains("pkg:maven/" + dependency.replace(':', '/') + "@");
    }
  }

  /** Returns the non-optional dependencies of a scope. */
  private static List<String> dependencies(Published module, String scope) throws Exception {
    NodeList all = read(module.pom()).getElementsByTagName("dependency");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element dependency = (Element) all.item(i);
      if (text(dependency, "scope").equals(scope) && !children(dependency).contains("optional")) {
        names.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
      }
    }
    return names;
  }

  private static Element read(Path pom) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    return document.getDocumentElement();
  }

  private static List<String> children(Element element) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < element.getChildNodes().getLength(); i++) {
      if (element.getChildNodes().item(i) instanceof Element child) {
        names.add(child.getTagName());
      }
    }
    return names;
  }

  private static String text(Element parent, String name) {
    for (int i = 0; i < parent.getChildNodes().getLength(); i++) {
      if (parent.getChildNodes().item(i) instanceof Element child
          && child.getTagName().equals(name)) {
        return child.getTextContent().trim();
      }
    }
    return "";
  }
}
