package dev.keybearer.sink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Kafka stays in its package. */
class KafkaWallTest {
  @Test
  void onlyOnePackageKnowsKafka() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.keybearer.sink.kafka")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.keybearer.sink"));
  }
}
