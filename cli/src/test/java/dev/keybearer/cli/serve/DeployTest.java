package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.gateway.call.Ground;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is handed out to look after a daemon asks for what a daemon shows. */
@Timeout(120)
class DeployTest {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:keybearer|jvm|process|system)_[a-z_]+\\b(?!=|\\()");

  private static final String MORE =
      """
      geo: { database: ./none.mmdb }
      signals:
        - name: idm
          url: "http://127.0.0.1:1/"
          secret: "file:./hook.secret"
          allow: { networks: [127.0.0.0/8], ports: [1] }
      streams:
        feed: { kind: websocket, url: "{stream}", credential: orders, topics: orders }
      """;

  private static final String ROTATING = "      websocket: { rotate: { overlap: broadcast } }";

  @TempDir private Path folder;

  @Test
  void asksForNoMetricThatADaemonDoesNotShow() throws IOException {
    Set<String> asked = new TreeSet<>(names(Files.readString(rules())));
    asked.addAll(names(String.join("\n", expressions())));
    assertThat(asked).hasSizeGreaterThan(20);

    assertThat(shown()).containsAll(asked);
  }

  @Test
  void hasAPanelForEachOfOurMetrics() throws IOException {
    Set<String> panels = names(String.join("\n", expressions()));

    assertThat(panels)
        .containsAll(
            shown().stream()
                .filter(DeployTest::isOurs)
                .filter(name -> !name.matches(".*_(sum|count|max)"))
                .toList());
  }

  @Test
  void isDescribedMetricByMetric() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "operating.md"));

    assertThat(names(page).stream().filter(DeployTest::isOurs))
        .containsExactlyInAnyOrderElementsOf(
            shown().stream()
                .filter(DeployTest::isOurs)
                .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                .collect(Collectors.toSet()));
    assertThat(page)
        .contains(Arrays.stream(Ground.values()).map(each -> "`" + each.word() + "`").toList());
  }

  private static boolean isOurs(String name) {
    return name.startsWith("keybearer_");
  }

  @Test
  void hasAlertsThatRingWhenTheyShould() throws Exception {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "promtool")));
    assumeTrue(there, "promtool is not on the path: it comes with Prometheus");
    for (List<String> check :
        List.of(
            List.of("promtool", "check", "rules", "keybearer.rules.yaml"),
            List.of("promtool", "test", "rules", "keybearer.rules.test.yaml"))) {
      Process promtool =
          new ProcessBuilder(check)
              .directory(DEPLOY.resolve("prometheus").toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(promtool.waitFor()).as(said).isZero();
    }
  }

  private static Path rules() {
    return DEPLOY.resolve("prometheus").resolve("keybearer.rules.yaml");
  }

  private static List<String> expressions() throws IOException {
    Path file = DEPLOY.resolve("grafana").resolve("keybearer.json");
    JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(file));
    return dashboard.findValues("expr").stream().map(JsonNode::asString).toList();
  }

  private static Set<String> names(String text) {
    return METRIC.matcher(text).results().map(found -> found.group()).collect(Collectors.toSet());
  }

  /** The names of the samples of a daemon that one call has gone through. */
  private Set<String> shown() throws IOException {
    Path mine = Files.createTempDirectory(folder, "daemon");
    try (ServeScene scene = new ServeScene(mine)) {
      scene.secret("hook.secret", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
      scene.write(
          scene
                  .config()
                  .replace("log: {", "log: { access: ./access.jsonl,")
                  .replace("accept: anonymous", "accept: anonymous\n" + ROTATING)
              + MORE.replace("{stream}", scene.world.stream("events").uri().toString()));
      return shown(scene);
    }
  }

  private static Set<String> shown(ServeScene scene) {
    try (Daemon daemon = scene.daemon();
        Caller caller = Caller.at(daemon.listens());
        Caller admin = Caller.at(daemon.administers())) {
      assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
      assertThat(caller.get("/nowhere").statusCode()).isEqualTo(404);
      return admin
          .get("/metrics")
          .body()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.replaceFirst("[{ ].*", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
