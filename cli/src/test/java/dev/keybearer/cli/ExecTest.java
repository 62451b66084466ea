package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands run with a token. */
class ExecTest {
  @TempDir private Path folder;

  private ExecScene scene;

  @BeforeEach
  void open() throws IOException {
    scene = new ExecScene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void givesTheTokenInAVariableAndShowsItNobody() {
    Run run = scene.sh("printf %s \"$KEYBEARER_TOKEN\" > told", "--for", "orders");

    assertThat(run.code()).as(run.said()).isZero();
    assertThat(scene.read("told")).startsWith("eyJ");
    assertThat(run.said()).doesNotContain(scene.read("told"));
  }

  @Test
  void namesTheVariablesOfSeveralAfterThem() {
    Run run =
        scene.sh(
            "printf '%s %s' \"$KEYBEARER_TOKEN_ORDERS\" \"$KEYBEARER_TOKEN_NIGHT_RUN\" > told",
            "--for", "orders", "--for", "night-run");

    assertThat(run.code()).as(run.said()).isZero();
    assertThat(scene.read("told")).matches("eyJ\\S+ eyJ\\S+");
  }

  @Test
  void givesTheTokenInTheVariableThatIsWanted() {
    Run run =
        scene.sh(
            "[ -n \"$API_TOKEN\" -a -z \"$KEYBEARER_TOKEN\" ]",
            "--for",
            "orders",
            "--env",
            "API_TOKEN");

    assertThat(run.code()).as(run.said()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"exit 0, 0", "exit 7, 7", "exit 255, 255", "kill -9 $$, 137", "kill -TERM $$, 143"})
  void endsAsTheCommandDoes(String script, int code) {
    assertThat(scene.sh(script, "--for", "orders").code()).isEqualTo(code);
  }

  @Test
  void handsOnArgumentsAsTheyAre() {
    Run run =
        Run.typing(
            "exec",
            "-c",
            scene.file().toString(),
            "--for",
            "orders",
            "--",
            "sh",
            "-c",
            "printf '%s|' \"$@\" > \"$0\"",
            folder.resolve("told").toString(),
            "@file",
            "--for",
            "-h",
            "a b",
            "'q'",
            "");

    assertThat(run.code()).as(run.said()).isZero();
    assertThat(scene.read("told")).isEqualTo("@file|--for|-h|a b|'q'||");
  }

  @Test
  void saysOnceThatAVariableIsNotRenewedWhenItsTokenEndsSoon() {
    scene.issuer.habits().tokenLife(Duration.ofMinutes(10));
    Run soon = scene.sh(":", "--for", "orders");
    scene.issuer.habits().tokenLife(Duration.ofHours(12));
    Run late = scene.sh(":", "--for", "night-run");

    assertThat(soon.err()).containsOnlyOnce("--file PATH").contains("the token of orders ends in");
    assertThat(late.err()).doesNotContain("--file");
  }

  /** The command gets the token, and not what it was got with. */
  @Test
  void withholdsTheSecretBehindTheToken() throws IOException {
    String home = System.getenv("HOME");
    assumeThat(home).isNotBlank();
    scene.issuer.client("homely").secret(home).scopes("orders:read");
    scene.config(
        scene
            .config()
            .replace("client-id: ours", "client-id: homely")
            .replace("\"file:./ours.secret\"", "env:HOME"));

    assertThat(scene.sh("[ -z \"${HOME+x}\" ]", "--for", "orders").code()).isZero();
    assertThat(scene.sh("[ -z \"${HOME+x}\" ]", "--for", "orders", "--file", at("t")).code())
        .isZero();
  }

  /** Also those that this command has no need of. */
  @Test
  void withholdsEverySecretOfTheConfig() throws IOException {
    assumeThat(System.getenv("HOME")).isNotBlank();
    scene.config(
        scene.config()
            + """
            admin:
              listen: 127.0.0.1:0
              clients: { ops: { secret: "env:HOME", roles: [read] } }
            """);

    assertThat(scene.sh("[ -z \"${HOME+x}\" ]", "--for", "orders").code()).isZero();
  }

  @Test
  void keepsTheTokenInAFileForAsLongAsTheCommandRuns() {
    Run run =
        scene.sh(
            "cp -p \"$KEYBEARER_TOKEN_FILE\" told; printf %s \"$KEYBEARER_TOKEN_FILE\" > where;"
                + " stat -c %a told > mode; [ -z \"$KEYBEARER_TOKEN\" ]",
            "--for", "orders", "--file", at("orders.token"));

    assertThat(run.code()).as(run.said()).isZero();
    assertThat(scene.read("told")).startsWith("eyJ");
    assertThat(scene.read("where")).isEqualTo(at("orders.token"));
    assertThat(scene.read("mode")).isEqualTo("600\n");
    assertThat(scene.has("orders.token")).isFalse();
    assertThat(run.said()).doesNotContain(scene.read("told"), "--file");
  }

  @Test
  void keepsTheFileFreshWhileTheCommandRuns() {
    scene.issuer.habits().tokenLife(Duration.ofSeconds(3));
    Run run =
        scene.sh(
            "first=$(cat t); i=0;"
                + " while [ \"$(cat t)\" = \"$first\" ]; do i=$((i+1)); [ $i -lt 300 ] || exit 9;"
                + " sleep 0.1; done; cp t told",
            "--for",
            "orders",
            "--file",
            at("t"));

    assertThat(run.code()).as(run.said()).isZero();
    assertThat(scene.read("told")).startsWith("eyJ");
    assertThat(scene.has("t")).isFalse();
  }

  @Test
  void keepsSeveralFiles() {
    Run run =
        scene.sh(
            "[ \"$KEYBEARER_TOKEN_FILE_ORDERS\" = \"$1/a\" -a -s a ]"
                + " && [ \"$KEYBEARER_TOKEN_FILE_NIGHT_RUN\" = \"$1/b\" -a -s b ]",
            "--for",
            "orders",
            "--for",
            "night-run",
            "--file",
            at("a"),
            "--file",
            at("b"));

    assertThat(run.code()).as(run.said()).isZero();
    assertThat(scene.has("a") || scene.has("b")).isFalse();
  }

  @Test
  void removesTheFileWhenTheCommandCannotBeRun() {
    Run run =
        Run.typing(
            "exec",
            "-c",
            scene.file().toString(),
            "--for",
            "orders",
            "--file",
            at("t"),
            "--",
            at("nothing"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("cannot run " + at("nothing"));
    assertThat(scene.has("t")).isFalse();
  }

  @Test
  void leavesAFileAloneThatItHasNotWritten() throws IOException {
    Files.writeString(folder.resolve("t"), "precious");
    scene.issuer.faults().next(Endpoint.TOKEN, Fault.status(401));
    Run run = scene.sh(": > ran", "--for", "nothing", "--file", at("t"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(scene.read("t")).isEqualTo("precious");
  }

  @Test
  void runsNothingWithoutAToken() throws IOException {
    scene.config(scene.config().replace("client-id: ours", "client-id: stranger"));
    Run refused = scene.sh(": > ran", "--for", "orders");
    scene.config(scene.config().replace(scene.issuer.uri().toString(), "http://127.0.0.1:1"));
    Run unreachable = scene.sh(": > ran", "--for", "night-run", "--patience", "1");

    assertThat(refused.code()).as(refused.said()).isEqualTo(4);
    assertThat(unreachable.code()).as(unreachable.said()).isEqualTo(5);
    assertThat(scene.has("ran")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--for nothing",
        "--for orders --env 1X",
        "--for orders --env A=B",
        "--for orders --for orders",
        "--for orders --file a --file b",
        "--for orders --for night-run --file a",
        "--for orders --for night-run --file a --file a",
        "--for orders --file none/t"
      })
  void takesNoLineThatMakesNoSense(String options) {
    Run run = scene.sh(": > ran", options.split(" "));

    assertThat(run.code()).as(run.said()).isEqualTo(2);
    assertThat(run.err()).startsWith("keybearer: ");
    assertThat(scene.has("ran")).isFalse();
  }

  @Test
  void needsACommand() {
    assertThat(Run.typing("exec", "--for", "orders").code()).isEqualTo(2);
    assertThat(Run.typing("exec", "--", "true").code()).isEqualTo(2);
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}
