package dev.keybearer.cli.config.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.source.Problems;
import dev.keybearer.cli.config.source.Source;
import dev.keybearer.cli.config.source.Tree;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the leaves take and what they refuse, at their limits and one to either side. */
class LeafTest {
  private static final Leaf<Long> SIZE = Sizes.between(1024, 1 << 20, "from 1KiB to 1MiB");
  private static final Leaf<Duration> DURATION =
      Durations.between(Duration.ofHours(1), Duration.ofDays(400), "from 1h to 400d");
  private static final Type<Map<String, Integer>> NUMBERS =
      MapOf.of(Texts.TEXT, Texts.whole(1, 10));

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
  @ValueSource(strings = {"1KiB", "1025B", "1MiB"})
  void readsSizesWithinTheirLimits(String text) {
    assertThat(read(SIZE, text)).isBetween(1024L, 1L << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1023B", "1048577B", "0B", "1024"})
  void refusesSizesBeyondThem(String text) {
    assertThat(read(SIZE, text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1h", "3601s", "400d", "9600h"})
  void readsDurationsWithinTheirLimits(String text) {
    assertThat(read(DURATION, text)).isBetween(Duration.ofHours(1), Duration.ofDays(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3599s", "9601h", "401d", "0s", "1"})
  void refusesDurationsBeyondThem(String text) {
    assertThat(read(DURATION, text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example.com, https://api.example.com",
    "HTTPS://API.example.com/, https://api.example.com",
    "http://api.example.com:8080, http://api.example.com:8080",
    "https://192.0.2.1:65535, https://192.0.2.1:65535",
    "'http://[::1]:9000/', 'http://[::1]:9000'"
  })
  void readsOrigins(String text, String origin) {
    assertThat(read(Uris.ORIGIN, quoted(text))).hasToString(origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/v1",
        "https://api.example.com//",
        "https://api.example.com?",
        "https://api.example.com/?a=b",
        "https://api.example.com#",
        "https://a@api.example.com",
        "https://@api.example.com",
        "https://api.example.com:0",
        "https://api.example.com:65536",
        "ws://api.example.com",
        "api.example.com",
        "https://",
        "//api.example.com"
      })
  void refusesWhatIsMoreOrLessThanAnOrigin(String text) {
    assertThat(read(Uris.ORIGIN, "'" + text + "'")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{a: 1}", "{a: 1, b: 2}"})
  void readsMappingsOfAnyKeys(String text) {
    assertThat(read(NUMBERS, text)).hasSize(text.split(":", -1).length - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a: x}", "{' a': 1}", "{true: 1}", "[a]", "a", "{a: }"})
  void refusesMappingsWhoseKeysOrValuesDoNotFit(String text) {
    assertThat(read(NUMBERS, text)).isNull();
  }

  @Test
  void saysWhatAJudgeSaysAndItsRemedy() {
    Leaf<String> judged =
        Leaf.judgedBy(
            text -> {
              throw new IllegalArgumentException(text + " is odd: make it even");
            },
            "a number");
    Source source = Source.of("keybearer.yaml", "x");
    Problems problems = new Problems(source);

    judged.bind(Place.root(source, Tree.read(source, problems), problems));

    assertThat(problems.failure().report().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).isEqualTo("the config cannot be used: x is odd");
              assertThat(problem.help()).isEqualTo("make it even");
            });
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
