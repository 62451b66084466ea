package dev.keybearer.cli.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation says of the config is so. */
class DocumentedConfigTest {
  private static final String REFERENCE = "docs/configuration.md";
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", REFERENCE})
  void isTakenAsItStandsThere(String page) throws IOException {
    String blocks =
        BLOCK
            .matcher(read(page))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.joining("\n"));
    Path file = Files.writeString(folder.resolve("keybearer.yaml"), blocks);

    Config config = Config.load(file);

    assertThat(config.credentials()).isNotEmpty();
    assertThat(requireNonNull(config.gateway()).routes()).isNotEmpty();
  }

  @Test
  void namesEveryKeyThatThereIs() throws IOException {
    String page = read(REFERENCE);
    Set<String> unnamed = new TreeSet<>();
    for (String key : keys(Config.schema().keywords(), new TreeSet<>())) {
      if (!Pattern.compile("(?<![\\w-])" + Pattern.quote(key) + "(?![\\w-])")
          .matcher(page)
          .find()) {
        unnamed.add(key);
      }
    }

    assertThat(unnamed).isEmpty();
  }

  /** What stands under {@code properties} of a schema is named by the config, all else is not. */
  private static Set<String> keys(Object schema, Set<String> found) {
    switch (schema) {
      case Map<?, ?> keywords ->
          keywords.forEach(
              (keyword, value) -> {
                if (keyword.equals("properties") && value instanceof Map<?, ?> properties) {
                  properties.keySet().forEach(each -> found.add(String.valueOf(each)));
                  properties.values().forEach(each -> keys(each, found));
                } else {
                  keys(value, found);
                }
              });
      case Collection<?> parts -> parts.forEach(each -> keys(each, found));
      default -> {}
    }
    return found;
  }

  private static String read(String page) throws IOException {
    return Files.readString(Path.of("..").resolve(page));
  }
}
