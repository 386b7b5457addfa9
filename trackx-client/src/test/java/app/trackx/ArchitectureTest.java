package app.trackx;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Intake;
import app.trackx.internal.session.Visitors;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
      "RequestContext",
      "Diagnostics",
      "DropReason",
      "EventPayload",
      "EventType",
      "OnErrorHandler",
      "RateLimit",
      "Scrubber",
      "Setting",
      "VisitorPseudonym");

  private static final int MOST_TYPES_OF_THE_ROOT = 45;

  @ArchTest
  static void root_holdsAtMost45Types(JavaClasses classes) {
    assertThat(classes.stream()
            .filter(type -> type.getPackageName().equals("app.trackx") && type.isTopLevelClass())
            .filter(noPackageInfo())
            .map(JavaClass::getSimpleName))
        .contains("TrackX", "Delivery")
        .hasSizeLessThanOrEqualTo(MOST_TYPES_OF_THE_ROOT);
  }

  @ArchTest
  static final ArchRule packages_haveNoCycles = slices()
      .assignedFrom(new Assignment("packages", JavaClass::getPackageName))
      .should()
      .beFreeOfCycles();

  /** Nested types count as the top-level type around them. */
  @ArchTest
  static void root_hasNoCycles(JavaClasses classes) {
    slices()
        .assignedFrom(new Assignment(
            "top-level types of the root",
            type -> type.getPackageName().equals("app.trackx") ? outermost(type) : null))
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

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

  /** They may know what the JVM is like; and visitors are handed over like errors. */
  @ArchTest
  static final ArchRule engines_doNotKnowEachOther = slices()
      .matching("app.trackx.internal.(*)..")
      .should()
      .notDependOnEachOther()
      .ignoreDependency(alwaysTrue(), resideInAPackage("app.trackx.internal.jvm"))
      .ignoreDependency(resideInAPackage(ADAPTER), alwaysTrue())
      .ignoreDependency(Visitors.class, Intake.class);

  @ArchTest
  static final ArchRule jvm_knowsNoEngine = noClasses()
      .that()
      .resideInAPackage("app.trackx.internal.jvm")
      .should()
      .dependOnClassesThat(
          resideInAPackage("app.trackx..").and(not(resideInAPackage("app.trackx.internal.jvm"))));

  /** Except http, which is a transport, and the log. */
  @ArchTest
  static final ArchRule engines_knowTheJdkAlone = classes()
      .that(resideInAPackage("app.trackx.internal..")
          .and(not(resideInAnyPackage(
              "app.trackx.internal.http",
              "app.trackx.internal.jvm",
              "app.trackx.internal.log",
              ADAPTER))))
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.jspecify.annotations", "app.trackx.internal..");

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
          "app.trackx.internal.jvm",
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
      .that(describe("are not Log", c -> !c.getName().startsWith("app.trackx.internal.log.Log")))
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

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getSimpleName());
  }

  private static DescribedPredicate<JavaClass> noPackageInfo() {
    return describe("are no package-info", c -> !c.getSimpleName().equals("package-info"));
  }

  /** Assigns classes to slices by a name; null leaves a class out. */
  private static final class Assignment implements SliceAssignment {
    private final String description;
    private final Function<JavaClass, @Nullable String> name;

    Assignment(String description, Function<JavaClass, @Nullable String> name) {
      this.description = description;
      this.name = name;
    }

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String slice = name.apply(type);
      return slice == null ? SliceIdentifier.ignore() : SliceIdentifier.of(slice);
    }

    @Override
    public String getDescription() {
      return description;
    }
  }
}
