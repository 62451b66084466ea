package dev.keybearer.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.keybearer.token.TimeSource;
import org.junit.jupiter.api.Test;

/** What the compiler does not see: how packages hang together, and that no engine is in them. */
class PackageCyclesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.keybearer.gateway");

  @Test
  void seesTheClassesOfAllPackages() {
    assertThat(CLASSES)
        .extracting(each -> each.getPackageName())
        .contains(
            "dev.keybearer.gateway.path",
            "dev.keybearer.gateway.route",
            "dev.keybearer.gateway.field",
            "dev.keybearer.gateway.peer",
            "dev.keybearer.gateway.revocation");
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("dev.keybearer.gateway.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void judgingNeedsNeitherSocketsNorFilesNorThreads() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..gateway.path..", "..gateway.field..", "..gateway.route..", "..gateway.peer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.nio.channels..", "java.nio.file..", "java.util.concurrent..", "io..")
        .check(CLASSES);
  }

  @Test
  void onlyTheWireKnowsTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..gateway.wire..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..")
        .check(CLASSES);
  }

  @Test
  void theWireKnowsNothingOfTokens() {
    noClasses()
        .that()
        .resideInAPackage("..gateway.wire..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.keybearer.token..").and(not(type(TimeSource.class))))
        .check(CLASSES);
  }
}
