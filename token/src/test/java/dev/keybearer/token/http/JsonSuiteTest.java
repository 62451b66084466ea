package dev.keybearer.token.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.keybearer.token.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** V7 against the JSON test suite of Nicolas Seriot. */
class JsonSuiteTest {
  private static final Duration EACH = Duration.ofSeconds(5);

  /** The only valid files that are objects with each name once; see the suite's own names. */
  private static final Set<String> ACCEPTED_VALID =
      Set.of(
          "y_object.json",
          "y_object_basic.json",
          "y_object_empty.json",
          "y_object_empty_key.json",
          "y_object_escaped_null_in_key.json",
          "y_object_extreme_numbers.json",
          "y_object_long_strings.json",
          "y_object_simple.json",
          "y_object_string_unicode.json",
          "y_object_with_newlines.json");

  @Test
  void readsEveryValidObjectAndNothingElse() throws IOException {
    List<String> accepted = new ArrayList<>();
    int cases = 0;
    for (Path file : files("test_parsing")) {
      cases++;
      if (isAccepted(file)) {
        accepted.add(file.getFileName().toString());
      }
    }

    assertThat(cases).as("cases run").isEqualTo(318);
    assertThat(accepted).containsExactlyInAnyOrderElementsOf(ACCEPTED_VALID);
  }

  /** What another parser would repair, round or merge is refused or kept as it stands. */
  @Test
  void survivesOddButLegalInput() throws IOException {
    int cases = 0;
    for (Path file : files("test_transform")) {
      cases++;
      String name = file.getFileName().toString();
      boolean objectWithUniqueNames =
          name.startsWith("object_") && !name.startsWith("object_same_key");
      assertThat(isAccepted(file)).as(name).isEqualTo(objectWithUniqueNames);
    }

    assertThat(cases).as("cases run").isEqualTo(22);
  }

  private static boolean isAccepted(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return assertTimeoutPreemptively(
        EACH,
        () -> {
          try {
            JsonObject.parse(bytes);
            return true;
          } catch (NotJson refused) {
            return false;
          }
        });
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Corpora.folder("json-test-suite").resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
