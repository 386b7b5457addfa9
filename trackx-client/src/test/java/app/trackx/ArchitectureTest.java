package app.trackx;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

@AnalyzeClasses(
    packages = "app.trackx",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.ThisModule.class})
class ArchitectureTest {
  /**
   * Excludes trackx-local, which is on the class path for the tests, and the tools in jars of their
   * own.
   */
  static final class ThisModule implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return location.contains("trackx-client/target/");
    }
  }

  private static final String ADAPTER = "app.trackx.internal.adapter";

  private static final Set<String> PUBLIC_API = Set.of(
      "TrackX",
      "TrackXClient",
      "Capture",
      "CurrentVisitor",
      "Diagnostics",
      "DropReason",
      "EventPayload",
      "EventType",
      "OnErrorHandler",
      "RateLimit",
      "Scrubber",
      "Setting",
      "VisitorPseudonym");

  @ArchTest
  static final ArchRule engines_doNotKnowTheRoot = noClasses()
      .that()
      .resideInAPackage("app.trackx.internal..")
      .and()
      .resideOutsideOfPackage(ADAPTER)
      .should()
      .dependOnClassesThat()
      .resideInAPackage("app.trackx");

  /** It is for the adapters alone. */
  @ArchTest
  static final ArchRule doorForAdapters_isNotUsed = noClasses()
      .that()
      .resideOutsideOfPackage(ADAPTER)
      .should()
      .dependOnClassesThat()
      .resideInAPackage(ADAPTER);

  @ArchTest
  static final ArchRule engines_doNotKnowEachOther =
      com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
          .matching("app.trackx.internal.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(resideInAPackage(ADAPTER), alwaysTrue());

  @ArchTest
  static final ArchRule enginesButHttp_knowTheJdkAlone = classes()
      .that()
      .resideInAnyPackage(
          "app.trackx.internal.delivery",
          "app.trackx.internal.stack",
          "app.trackx.internal.spool",
          "app.trackx.internal.scrub",
          "app.trackx.internal.json")
      .should()
      .onlyDependOnClassesThat(resideInAPackage("java..")
          .or(resideInAPackage("org.jspecify.annotations"))
          .or(resideInAPackage("app.trackx.internal.delivery"))
          .or(resideInAPackage("app.trackx.internal.stack"))
          .or(resideInAPackage("app.trackx.internal.spool"))
          .or(resideInAPackage("app.trackx.internal.scrub"))
          .or(resideInAPackage("app.trackx.internal.json")));

  @ArchTest
  static final ArchRule http_knowsTheJdkAndWhatATransportIs = classes()
      .that()
      .resideInAPackage("app.trackx.internal.http")
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage(
          "java..",
          "javax.net.ssl",
          "org.jspecify.annotations",
          "app.trackx.internal.http",
          "app.trackx.transport");

  @ArchTest
  static final ArchRule transport_knowsTheJdkAlone = classes()
      .that()
      .resideInAPackage("app.trackx.transport")
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.jspecify.annotations", "app.trackx.transport");

  @ArchTest
  static final ArchRule foreignLibraries_areNamedNowhere = noClasses()
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("okhttp3..", "okio..", "kotlin..", "com.fasterxml..");

  @ArchTest
  static final ArchRule slf4j_isNamedByTheLogAlone = noClasses()
      .that(describe("are not Log", c -> !c.getName().startsWith("app.trackx.Log")))
      .should()
      .dependOnClassesThat()
      .resideInAPackage("org.slf4j..");

  @ArchTest
  static final ArchRule regularExpressions_areNotUsed =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.regex");

  @ArchTest
  static final ArchRule stringMethods_thatCompileARegularExpression_areNotUsed = noClasses()
      .should()
      .callMethod(String.class, "split", String.class)
      .orShould()
      .callMethod(String.class, "matches", String.class)
      .orShould()
      .callMethod(String.class, "replaceAll", String.class, String.class);

  @ArchTest
  static final ArchRule jdkLogging_isNotUsed =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging");

  @ArchTest
  static final ArchRule standardOutput_isNotTouched =
      noClasses().should().accessField(System.class, "out");

  @ArchTest
  static final ArchRule threads_doNotSleep = noClasses()
      .should()
      .callMethod(Thread.class, "sleep", long.class)
      .orShould()
      .callMethod(Thread.class, "sleep", long.class, int.class)
      .orShould()
      .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class);

  @ArchTest
  static final ArchRule root_showsNothingButTheApi = classes()
      .that()
      .resideInAPackage("app.trackx")
      .and()
      .areTopLevelClasses()
      .and(describe("are not in the documented API", c -> !PUBLIC_API.contains(c.getSimpleName())))
      .and(noPackageInfo())
      .should()
      .bePackagePrivate();

  @ArchTest
  static final ArchRule classes_areFinal = classes()
      .that()
      .areTopLevelClasses()
      .and()
      .areNotInterfaces()
      .and()
      .areNotEnums()
      .should()
      .haveModifier(JavaModifier.FINAL);

  private static DescribedPredicate<JavaClass> noPackageInfo() {
    return describe("are no package-info", c -> !c.getSimpleName().equals("package-info"));
  }
}
