package dev.keybearer.cli.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.source.ConfigFailure;
import dev.keybearer.cli.config.source.Paint;
import dev.keybearer.cli.config.source.Problem;
import dev.keybearer.cli.config.source.Report;
import dev.keybearer.cli.config.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged configs are refused with a report, whatever the damage. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {
  private static final int RUNS = 5_000;
  private static final String SECRET = "hunter2";
  private static final String[] TOKENS = {
    ":",
    ": ",
    "-",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "#",
    "&a ",
    "*a",
    "!",
    "!!str ",
    "|\n",
    ">\n",
    "'",
    "\"",
    "%",
    "@",
    "`",
    "?",
    "? ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "---\n",
    "...\n",
    "<<: ",
    "~",
    "null",
    "\\",
    "\\u0000",
    "\uFEFF",
    "\u0085",
    "\u2028",
    "\u202E",
    "\u0000",
    "\uD83D\uDE00",
    "\uD83D",
    "1e999",
    "0x",
    "999999999999999999999",
    "-1",
    "credentials:",
    "env:",
    "vault:"
  };

  private final Random random = new Random(20_261_120);

  @Test
  void anyDamageEndsInAConfigOrAReport() throws IOException {
    List<String> seeds = texts("src/test/resources/samples");
    seeds.addAll(texts("src/test/resources/bad"));
    int refused = 0;
    for (int run = 0; run < RUNS; run++) {
      String text = seeds.get(random.nextInt(seeds.size()));
      for (int wound = random.nextInt(4); wound >= 0; wound--) {
        text = damage(text, random.nextInt(text.length() + 1));
      }
      refused += read(text).isEmpty() ? 0 : 1;
    }
    // The damage is worth its name only when most of it shows.
    assertThat(refused).isGreaterThan(RUNS / 2);
  }

  /** Large files of rubbish are judged and shown in a time that their length explains. */
  @Test
  void judgesRubbishOfAnyShapeQuickly() {
    int many = 20_000;
    String credential = ": {issuer: x, grant: y}, ";
    for (String rubbish :
        List.of(
            IntStream.range(0, many).mapToObj(i -> "k" + i + ":\n").collect(joining()),
            IntStream.range(0, many).mapToObj(i -> "isuers" + i + ": 1\n").collect(joining()),
            "{"
                + IntStream.range(0, many).mapToObj(i -> "k" + i + ": 1, ").collect(joining())
                + "}",
            "issuers: {a: {kind: oidc, issuer: 'https://a.b'}}\ncredentials: {"
                + IntStream.range(0, many / 2).mapToObj(i -> i + credential).collect(joining())
                + "}",
            "a: 1\n".repeat(many))) {
      assertThat(read(rubbish)).contains("more\nkeybearer.yaml: ");
    }
  }

  /** H1: damage beside a secret that was written into the config does not bring it to light. */
  @Test
  void noDamageBringsASecretToLight() throws IOException {
    String seed =
        Files.readString(Path.of("src/test/resources/samples/complete.yaml"))
            .replace("env:GENESYS_CLIENT_SECRET", SECRET)
            .replace("exec:pass show nightly", SECRET)
            .replace("env:ACTOR", SECRET)
            .replace("env:OPS_KEY", SECRET)
            .replace("file:./client.key", SECRET);
    for (int run = 0; run < RUNS / 4; run++) {
      int at = random.nextInt(seed.length());
      int begin = seed.lastIndexOf('\n', at - 1) + 1;
      int end = seed.indexOf('\n', at);
      if (seed.substring(begin, end < 0 ? seed.length() : end).contains(SECRET)) {
        continue;
      }
      String damaged = damage(seed, at);
      assertThat(read(damaged)).as(damaged).doesNotContain(SECRET);
    }
  }

  /** The report, or nothing when the text is a good config. Any other exception fails the test. */
  private static String read(String text) {
    try {
      Config.read(Source.of("keybearer.yaml", text));
      return "";
    } catch (ConfigFailure failure) {
      Report report = failure.report();
      assertThat(report.problems()).isNotEmpty().allMatch(p -> standsIn(report.source(), p));
      return report.render(Paint.PLAIN);
    }
  }

  private static boolean standsIn(Source source, Problem problem) {
    int line = problem.span().line();
    return line >= 1 && line <= source.lines().size() + 1 && problem.span().column() >= 1;
  }

  private String damage(String text, int at) {
    String head = text.substring(0, at);
    String tail = text.substring(at);
    return switch (random.nextInt(6)) {
      case 0 -> head + tail.substring(Math.min(tail.length(), 1));
      case 1 -> head + tail.substring(Math.min(tail.length(), 1 + random.nextInt(8)));
      case 2 ->
          head + (char) (32 + random.nextInt(95)) + tail.substring(Math.min(tail.length(), 1));
      case 3 -> head + tail.substring(0, Math.min(tail.length(), random.nextInt(40))) + tail;
      default -> head + TOKENS[random.nextInt(TOKENS.length)] + tail;
    };
  }

  private static List<String> texts(String folder) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }
}
