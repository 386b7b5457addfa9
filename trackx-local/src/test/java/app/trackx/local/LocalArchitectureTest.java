package app.trackx.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

@AnalyzeClasses(packages = "app.trackx.local", importOptions = ImportOption.DoNotIncludeTests.class)
class LocalArchitectureTest {
  private static final String ROOT = "app.trackx.local";
  private static final int MOST_TYPES_OF_THE_ROOT = 9;
  private static final int MOST_TYPES_OF_A_PACKAGE = 20;

  @ArchTest
  static void packages_areSmall(JavaClasses classes) {
    Map<String, Long> types = classes.stream()
        .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
        .collect(
            Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));

    assertThat(types).containsKeys(ROOT + ".junit", ROOT + ".internal.store");
    assertThat(types.get(ROOT)).isBetween(1L, (long) MOST_TYPES_OF_THE_ROOT);
    assertThat(types.values()).allMatch(count -> count <= MOST_TYPES_OF_A_PACKAGE);
  }

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().assignedFrom(new Packages()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule internals_doNotKnowTheApi = noClasses()
      .that()
      .resideInAPackage("app.trackx.local.internal..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("app.trackx.local", "app.trackx.local.junit");

  /** The jar of the relay contains this package alone, with the API in front of it. */
  @ArchTest
  static final ArchRule stack_knowsTheJdkAlone = classes()
      .that()
      .resideInAPackage("app.trackx.local.internal.stack")
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.jspecify.annotations", "app.trackx.local.internal.stack");

  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
