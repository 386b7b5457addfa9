package app.trackx.internal.logging;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "app.trackx",
    importOptions = {ImportOption.DoNotIncludeTests.class, LoggingArchitectureTest.ThisModule.class
    })
class LoggingArchitectureTest {
  /** Excludes the other modules on the class path. */
  static final class ThisModule implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return location.contains("trackx-client-slf4j");
    }
  }

  @ArchTest
  static final ArchRule sharedLogic_knowsNoBackend = classes()
      .that()
      .resideInAPackage("app.trackx.internal.logging")
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage(
          "java.lang..",
          "java.util",
          "java.util.concurrent..",
          "java.time",
          "org.jspecify.annotations",
          "app.trackx",
          "app.trackx.internal.adapter",
          "app.trackx.internal.logging");

  @ArchTest
  static final ArchRule logback_isNamedByItsAdapterAlone = noClasses()
      .that()
      .resideOutsideOfPackage("app.trackx.logback")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("ch.qos.logback..", "org.slf4j..");

  @ArchTest
  static final ArchRule log4j_isNamedByItsAdapterAlone = noClasses()
      .that()
      .resideOutsideOfPackage("app.trackx.log4j")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("org.apache.logging..");

  @ArchTest
  static final ArchRule jdkLogging_isNamedByItsAdapterAlone = noClasses()
      .that()
      .resideOutsideOfPackage("app.trackx.jul")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("java.util.logging");

  @ArchTest
  static final ArchRule engines_ofTheCoreAreNotUsed = noClasses()
      .should()
      .dependOnClassesThat(resideInAPackage("app.trackx.internal..")
          .and(not(
              resideInAnyPackage("app.trackx.internal.logging", "app.trackx.internal.adapter"))));

  @ArchTest
  static final ArchRule classes_areFinal = classes()
      .that()
      .areTopLevelClasses()
      .and()
      .areNotInterfaces()
      .should()
      .haveModifier(JavaModifier.FINAL);
}
