package dev.keybearer.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema says what the shapes bind. */
class SchemaTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  private final SchemaCheck check = new SchemaCheck();
  private final Map<String, Object> schema = Config.schema().keywords();

  @ParameterizedTest
  @ValueSource(strings = {"complete", "product", "smallest", "vault-token"})
  void holdsForGoodConfigs(String name) throws IOException {
    assertThat(check.violations(schema, yaml("samples/" + name))).isEmpty();
  }

  /**
   * Not those that only the whole config shows: names, traits of an issuer, two values together.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin-clients",
        "bad-names",
        "expectation-values",
        "five-mistakes",
        "gateway-lacks",
        "gateway-proofs",
        "gateway-rates",
        "gateway-values",
        "grants-need",
        "headers",
        "later-sections",
        "listen",
        "log-and-revocations",
        "missing-keys",
        "missing-sections",
        "no-values",
        "plain-secrets",
        "quantities",
        "root-list",
        "root-text",
        "route-lacks",
        "scopes",
        "streams",
        "streams-genesys-values",
        "token-types",
        "unknown-key",
        "unknown-section",
        "unknown-values",
        "wrong-types"
      })
  void isViolatedByBadConfigs(String name) throws IOException {
    assertThat(check.violations(schema, yaml("bad/" + name))).isNotEmpty();
  }

  @Test
  void tellsKindsApart() {
    Object mixed =
        Map.of("issuers", Map.of("a", Map.of("kind", "genesys", "issuer", "https://a.b")));

    assertThat(check.violations(schema, mixed))
        .containsExactlyInAnyOrder("/issuers/a: needs region", "/issuers/a/issuer: is not allowed");
  }

  @Test
  void listsEveryKeyThatTheSampleHasAndNoOther() throws IOException {
    Set<String> inSchema = new TreeSet<>();
    collectProperties(schema, inSchema);
    Set<String> inSample = new TreeSet<>();
    for (String sample : new String[] {"complete", "vault-token"}) {
      collectKeys(yaml("samples/" + sample), inSample);
    }

    assertThat(inSample).containsAll(inSchema);
  }

  private static @Nullable Object yaml(String name) throws IOException {
    String text = Files.readString(RESOURCES.resolve(name + ".yaml"));
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static void collectProperties(@Nullable Object node, Set<String> names) {
    if (node instanceof Map<?, ?> map) {
      if (map.get("properties") instanceof Map<?, ?> properties) {
        properties.keySet().forEach(name -> names.add(String.valueOf(name)));
        properties.values().forEach(value -> collectProperties(value, names));
      }
      map.forEach(
          (keyword, value) -> {
            if (!keyword.equals("properties")) { // what stands below is names, one of them this
              collectProperties(value, names);
            }
          });
    }
    if (node instanceof Iterable<?> list) {
      list.forEach(value -> collectProperties(value, names));
    }
  }

  private static void collectKeys(@Nullable Object node, Set<String> names) {
    if (node instanceof Map<?, ?> map) {
      map.keySet().forEach(name -> names.add(String.valueOf(name)));
      map.values().forEach(value -> collectKeys(value, names));
    }
    if (node instanceof Iterable<?> list) {
      list.forEach(value -> collectKeys(value, names));
    }
  }
}
