package app.trackx.servlet;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;

@AnalyzeClasses(
    packages = "app.trackx.servlet",
    importOptions = {ImportOption.DoNotIncludeTests.class, ServletArchitectureTest.ThisModule.class
    })
class ServletArchitectureTest {
  /** Excludes the other modules on the class path. */
  static final class ThisModule implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return location.contains("trackx-client-servlet");
    }
  }

  private static final Set<String> PUBLIC_API = Set.of(
      "TrackXFilter",
      "TrackXListener",
      "TrackXInitializer",
      "JaxRsRoutes",
      "BrowserReports",
      "Sessions",
      "HttpContext",
      "package-info");

  @ArchTest
  static final ArchRule module_knowsTheJdk_theServletApi_andTheClientsApi = classes()
      .that()
      .doNotHaveFullyQualifiedName(JaxRsRoutes.class.getName())
      .and()
      .doNotHaveFullyQualifiedName(JaxRsRoutes.class.getName() + "$Naming")
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage(
          "java.lang..",
          "java.io",
          "java.time",
          "java.util",
          "java.util.concurrent..",
          "java.util.function",
          "jakarta.servlet",
          "jakarta.servlet.http",
          "org.jspecify.annotations",
          "org.slf4j",
          "app.trackx",
          "app.trackx.internal.adapter",
          "app.trackx.servlet");

  /** JAX-RS is optional. */
  @ArchTest
  static final ArchRule jaxRsRoutes_areNamedByNobody = noClasses()
      .that()
      .doNotHaveFullyQualifiedName(JaxRsRoutes.class.getName())
      .should()
      .dependOnClassesThat()
      .areAssignableTo(JaxRsRoutes.class);

  @ArchTest
  static final ArchRule slf4j_isNamedByTheLogAlone = noClasses()
      .that()
      .doNotHaveSimpleName("Log")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("org.slf4j..");

  /** Nested classes belong to the class around them. */
  @ArchTest
  static final ArchRule classes_formNoCycle =
      slices().assignedFrom(new ByTopLevelClass()).should().beFreeOfCycles();

  private static final class ByTopLevelClass implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getName().replaceAll("\\$.*", ""));
    }

    @Override
    public String getDescription() {
      return "top-level classes";
    }
  }

  /** A static map or thread-local outlives the web application that filled it. */
  @ArchTest
  static final ArchRule threadLocals_areOfTheCoreAlone =
      noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

  @ArchTest
  static final ArchRule regularExpressions_areNotUsed = noClasses()
      .should()
      .callMethod(String.class, "split", String.class)
      .orShould()
      .callMethod(String.class, "matches", String.class)
      .orShould()
      .callMethod(String.class, "replaceAll", String.class, String.class);

  @ArchTest
  static final ArchRule module_showsNothingButItsApi = classes()
      .that()
      .areTopLevelClasses()
      .and(describe("are not in the documented API", c -> !PUBLIC_API.contains(c.getSimpleName())))
      .should()
      .bePackagePrivate();

  @ArchTest
  static final ArchRule classes_areFinal = classes()
      .that()
      .areTopLevelClasses()
      .and()
      .areNotInterfaces()
      .should()
      .haveModifier(JavaModifier.FINAL);
}
