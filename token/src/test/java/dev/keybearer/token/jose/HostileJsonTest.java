package dev.keybearer.token.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.keybearer.token.Corpora;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** V7, V8: the JSON test suite and worse, as header, as payload and as key set. */
class HostileJsonTest {
  private static final Duration EACH = Duration.ofSeconds(5);

  /** Valid files of the suite that are refused wherever they stand. */
  private static final Set<String> REFUSED_VALID =
      Set.of(
          "y_number_double_close_to_zero.json", // 78 digits
          "y_object_duplicated_key.json",
          "y_object_duplicated_key_and_value.json");

  @ParameterizedTest
  @EnumSource
  void refusesWhateverIsNoJson(JsonPlace place) throws IOException {
    Map<String, byte[]> texts = suite("n_");
    Set<String> accepted = accepted(place, texts);

    assertThat(texts).as("cases run").hasSize(188);
    assertThat(accepted).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatCostsTooMuch(JsonPlace place) {
    assertThat(accepted(place, HostileJson.own())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_HEADER", "IN_PAYLOAD", "IN_KEYS", "IN_A_KEY"})
  void readsValidJsonInPlacesWithoutAMeaning(JsonPlace place) throws IOException {
    Map<String, byte[]> texts = suite("y_");
    Set<String> refused = new TreeSet<>(texts.keySet());
    refused.removeAll(accepted(place, texts));

    assertThat(texts).as("cases run").hasSize(95);
    assertThat(refused).containsExactlyInAnyOrderElementsOf(REFUSED_VALID);
  }

  @ParameterizedTest
  @EnumSource(names = {"HEADER", "KEYS"})
  void refusesValidJsonThatIsNeitherHeaderNorKeySet(JsonPlace place) throws IOException {
    Map<String, byte[]> texts = suite("y_");

    assertThat(texts).as("cases run").hasSize(95);
    assertThat(accepted(place, texts)).isEmpty();
  }

  /** Which of them are claims is said in detail by the test of JSON objects. */
  @Test
  void readsTenValidFilesAsClaims() throws IOException {
    assertThat(accepted(JsonPlace.PAYLOAD, suite("y_"))).hasSize(10);
  }

  /** What a parser may decide for itself: nothing that is not UTF-8, and never a crash. */
  @ParameterizedTest
  @EnumSource
  void survivesWhatIsLeftOpen(JsonPlace place) throws IOException {
    Map<String, byte[]> texts = suite("i_");
    Set<String> accepted = accepted(place, texts);

    assertThat(texts).as("cases run").hasSize(35);
    texts.values().removeIf(text -> !isUtf8(text));
    assertThat(texts.keySet()).containsAll(accepted);
  }

  @Test
  @Tag("slow")
  void survivesAllOfThemInLittleMemory() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                HostileJson.class.getName(),
                Corpora.folder("json-test-suite").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String said = process.inputReader(UTF_8).readLine();

      int texts = 188 + HostileJson.own().size();
      assertThat(said).isEqualTo(texts * JsonPlace.values().length + " read, 0 accepted");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Everything this test itself runs on, whether it came by class path or by module path. */
  private static String classPath() {
    return String.join(
        System.getProperty("path.separator"),
        System.getProperty("java.class.path", ""),
        System.getProperty("jdk.module.path", ""),
        Path.of("target", "test-classes").toAbsolutePath().toString());
  }

  private static Set<String> accepted(JsonPlace place, Map<String, byte[]> texts) {
    Set<String> accepted = new TreeSet<>();
    texts.forEach(
        (name, text) -> {
          if (assertTimeoutPreemptively(EACH, () -> place.accepts(text), name)) {
            accepted.add(name);
          }
        });
    return accepted;
  }

  private static boolean isUtf8(byte[] text) {
    return Arrays.equals(new String(text, UTF_8).getBytes(UTF_8), text);
  }

  private static Map<String, byte[]> suite(String verdict) throws IOException {
    return HostileJson.suite(Corpora.folder("json-test-suite"), verdict);
  }
}
