package dev.keybearer.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the compiler does not see: how packages hang together, and names that say nothing. */
class PackageCyclesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(
              "dev.keybearer.token",
              "dev.keybearer.store",
              "dev.keybearer.gateway",
              "dev.keybearer.stream",
              "dev.keybearer.sink",
              "dev.keybearer.simulator",
              "dev.keybearer.cli");

  @Test
  void seesTheClassesOfAllModules() {
    assertThat(CLASSES)
        .extracting(each -> each.getPackageName())
        .contains(
            "dev.keybearer.token",
            "dev.keybearer.store",
            "dev.keybearer.gateway.route",
            "dev.keybearer.stream.live",
            "dev.keybearer.sink.kafka",
            "dev.keybearer.simulator",
            "dev.keybearer.cli");
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("dev.keybearer.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void namesSayWhatATypeIs() {
    noClasses()
        .should()
        .haveNameMatching(
            ".*[.$]([A-Za-z0-9]*"
                + "(Manager|Helper|Utils?|Service|Processor|Data|Info|Impl|Base|Common)"
                + "|(Abstract|Default|Base|Common)[A-Z][A-Za-z0-9]*)")
        .check(CLASSES);
  }
}
