package dev.keybearer.cli.config.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.source.Problems;
import dev.keybearer.cli.config.source.Source;
import dev.keybearer.cli.config.source.Tree;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the leaves take and what they refuse, at their limits and one to either side. */
class LeafTest {
  @ParameterizedTest
  @CsvSource({
    "1ms, PT0.001S",
    "30s, PT30S",
    "5m, PT5M",
    "24h, PT24H",
    "3650d, PT87600H",
    "PT1H30M, PT1H30M",
    "P2D, PT48H"
  })
  void readsDurations(String text, Duration duration) {
    assertThat(read(Durations.TYPE, text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0s",
        "PT0S",
        "-PT1S",
        "3651d",
        "87600h1m",
        "999999999d",
        "1000000000s",
        "60",
        "1.5h",
        "30S",
        "1 h",
        "h",
        "P",
        "PT9999999999999999999H",
        "''",
        "soon"
      })
  void refusesWhatIsNoDuration(String text) {
    assertThat(read(Durations.TYPE, text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1B, 1",
    "64KiB, 65536",
    "1kB, 1000",
    "2MB, 2000000",
    "1MiB, 1048576",
    "999999999GiB, 1073741822926258176"
  })
  void readsSizes(String text, long bytes) {
    assertThat(read(Sizes.TYPE, text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0B", "1", "1K", "1 MB", "-1B", "1000000000B", "1.5MB"})
  void refusesWhatIsNoSize(String text) {
    assertThat(read(Sizes.TYPE, text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "10", "+5"})
  void readsWholeNumbersWithinTheirLimits(String text) {
    assertThat(read(Texts.whole(1, 10), text)).isBetween(1, 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "-1", "1.0", "1e0", "0x1", "'5'", "99999999999999999999", "a"})
  void refusesOtherNumbers(String text) {
    assertThat(read(Texts.whole(1, 10), text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sso.example.com",
        "https://sso.example.com:65535/realms/a?b=c",
        "HTTPS://sso.example.com",
        "http://localhost:8080",
        "http://127.0.0.1",
        "http://127.255.255.254",
        "http://[::1]:1/"
      })
  void readsAddresses(String text) {
    assertThat(read(Uris.TYPE, quoted(text))).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://126.0.0.1",
        "http://0.0.0.0",
        "http://[::2]",
        "https://",
        "https:///path",
        "https:sso.example.com",
        "https://sso.example.com:65536",
        "https://sso.example.com:0",
        "https://a@sso.example.com",
        "https://sso.example.com#",
        "//sso.example.com",
        "file:///etc/passwd",
        "https://sso.example.com\\",
        " https://sso.example.com"
      })
  void refusesOtherAddresses(String text) {
    assertThat(read(Uris.TYPE, "'" + text + "'")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"1f2e3d, 1f2e3d", "0047, 0047", "'''true''', true", "'\"a b\"', a b"})
  void readsText(String yaml, String text) {
    assertThat(read(Texts.TEXT, yaml)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "''", "' '", "' a'", "\"a\\nb\"", "\"a\\u0007\"", "[a]"})
  void refusesWhatIsNoText(String yaml) {
    assertThat(read(Texts.TEXT, yaml)).isNull();
  }

  @Test
  void takesOneValueForAListOfOne() {
    assertThat(read(ListOf.of(Texts.TEXT), "a")).containsExactly("a");
    assertThat(read(ListOf.of(Texts.TEXT), "[a, b]")).containsExactly("a", "b");
    assertThat(read(ListOf.of(Texts.TEXT), "[]")).isEmpty();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static <T> @Nullable T read(Type<T> type, String yaml) {
    Source source = Source.of("keybearer.yaml", yaml);
    Problems problems = new Problems(source);
    T value = type.bind(Place.root(source, Tree.read(source, problems), problems));
    assertThat(problems.isEmpty()).isEqualTo(value != null);
    return value;
  }
}
