package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.command.Shell;
import dev.keybearer.cli.config.source.Paint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code keybearer inspect} says about tokens of a simulated issuer. */
class InspectTest {
  private static final Path GOLDEN = Path.of("src/test/resources/inspect");

  @TempDir private Path folder;

  private InspectScene scene;

  @BeforeEach
  void open() {
    scene = new InspectScene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @MethodSource("sorts")
  void says(Sort sort) throws IOException {
    Run run = inspect(sort.make().apply(scene));

    assertThat(normalised(run.out())).isEqualTo(Files.readString(GOLDEN.resolve(sort + ".txt")));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(sort.code());
  }

  /** H1: neither the token nor any part of it that could be put together again. */
  @ParameterizedTest
  @MethodSource("sorts")
  void neverPrintsTheTokenBack(Sort sort) {
    String token = sort.make().apply(scene);
    String config = scene.config();
    for (String form : List.of("table", "json", "yaml")) {
      Run piped = Run.piping("Bearer " + token, "inspect", "-o", form, "-c", config);
      Run given = Run.typing("inspect", token, "-o", form, "-c", config);

      assertThat(piped.said() + given.said()).doesNotContain(token.split("\\."));
      assertThat(List.of(piped.code(), given.code())).containsOnly(sort.code());
    }
  }

  static List<Sort> sorts() {
    return List.of(
        new Sort("good", InspectScene::good, 0),
        new Sort("expired", InspectScene::expired, 7),
        new Sort("wrong-audience", InspectScene::forSomebodyElse, 7),
        new Sort("tampered", InspectScene::tampered, 7),
        new Sort("opaque", InspectScene::opaque, 0));
  }

  @Test
  void describesATokenAsData() {
    Run run = Run.piping(scene.expired(), "inspect", "-o", "json", "-c", scene.config());

    JsonNode described = JsonMapper.shared().readTree(run.out());
    assertThat(described.propertyNames())
        .containsExactly(
            "verdict",
            "reason",
            "words",
            "help",
            "issuer",
            "claims",
            "points",
            "form",
            "scheme",
            "removed",
            "unverified_header",
            "unverified_claims");
    assertThat(described.get("verdict").asString()).isEqualTo("refused");
    assertThat(described.get("reason").asString()).isEqualTo("expired");
    assertThat(described.get("points")).hasSize(15);
    assertThat(described.get("claims")).isEmpty();
    assertThat(described.get("unverified_claims").get("aud").asString()).isEqualTo("orders");
  }

  @Test
  void readsWithoutAConfigAndVerifiesNothing() {
    String empty = folder.resolve("none").toString();
    Run run = Run.piping(scene.good(), "inspect");

    assertThat(Path.of("keybearer.yaml")).doesNotExist();
    assertThat(run.out())
        .startsWith("not verified: ")
        .contains("claims, as they stand there, unverified", "aud        orders", "help: ");
    assertThat(run.code()).isEqualTo(7);
    assertThat(Run.piping(scene.good(), "inspect", "-c", empty).code()).isEqualTo(3);
  }

  @Test
  void saysThatKeysDoNotCome() {
    String token = scene.good();
    scene.issuer.stop();

    Run run = inspect(token);

    assertThat(run.out())
        .startsWith("cannot tell: key: there are no keys of issuer corp: ")
        .contains("? key", "✓ audience")
        .doesNotContain("…");
    assertThat(run.code()).isEqualTo(5);
  }

  @Test
  void saysThatAnOpaqueTokenEnded() {
    String token = scene.opaque();
    scene.issuer.revoke(token);

    Run run = inspect(token);

    assertThat(run.out()).startsWith("refused: asked: its issuer says that it is not active\n");
    assertThat(run.code()).isEqualTo(7);
  }

  @Test
  void saysHowOpaqueTokensCouldBeAskedAbout() {
    Run run = Run.piping(scene.opaque(), "inspect", "-c", scene.config("audiences: [orders]"));

    assertThat(run.out()).contains("opaque: nobody but its issuer can read it", "help: no issuer");
    assertThat(run.code()).isEqualTo(7);
  }

  @Test
  void saysThatItsIssuerAcceptsNothing() {
    Run run = Run.piping(scene.good(), "inspect", "-c", scene.config("client-auth: basic"));

    assertThat(run.out())
        .startsWith("refused: issuer: ")
        .contains("help: issuers.corp accepts no tokens: add audiences: [NAME]");
    assertThat(run.code()).isEqualTo(7);
  }

  @Test
  void namesTheIssuersThatAreTrusted() {
    String other = scene.file("other: { kind: oidc, issuer: \"https://a.b\", any-audience: true }");

    assertThat(Run.piping(scene.good(), "inspect", "-c", other).out())
        .contains("help: the config accepts tokens of other (https://a.b)\n");
  }

  @Test
  void asksWhoseAnOpaqueTokenIs() {
    String one = "kind: oidc, issuer: \"" + scene.issuer.uri() + "\", audiences: [orders], ";
    String two = "kind: oidc, issuer: \"http://127.0.0.1:1\", audiences: [orders], ";
    String config =
        scene.file(
            "a: { " + one + InspectScene.introspection() + " }",
            "b: { " + two + InspectScene.introspection() + " }");
    String token = scene.opaque();

    assertThat(Run.piping(token, "inspect", "-c", config))
        .satisfies(run -> assertThat(run.code()).isEqualTo(2))
        .satisfies(run -> assertThat(run.err()).contains("a or b", "--issuer NAME"));
    assertThat(Run.piping(token, "inspect", "-c", config, "--issuer", "a").code()).isZero();
    assertThat(Run.piping(token, "inspect", "-c", config, "--issuer", "b").code()).isEqualTo(5);
    assertThat(Run.piping(token, "inspect", "-c", config, "--issuer", "c").code()).isEqualTo(2);
  }

  @Test
  void warnsOfAnArgument() {
    Run run = Run.typing("inspect", scene.good(), "-c", scene.config());

    assertThat(run.err()).startsWith("keybearer: an argument shows in the list of processes");
    assertThat(run.code()).isZero();
  }

  @Test
  void readsNothingFromATerminalUnasked() {
    assertThat(Run.typing("inspect"))
        .isEqualTo(
            new Run(
                2, "", "keybearer: there is no token: pipe it in, or say - to paste it here\n"));
  }

  /** A claim that moves the cursor could write another verdict over the true one. */
  @Test
  void letsNoClaimSteerTheTerminal() {
    String claims =
        scene.claims().replace("\"sub\":\"", "\"sub\":\"\\u001b[2J\\u202e\\nverified: ");

    Run run = inspect(scene.sign(claims));

    assertThat(run.out()).contains("sub        ·[2J·…").doesNotContain("\u001b", "\u202e");
  }

  @Test
  void hidesTokensThatATokenCarries() {
    String inner = scene.good();
    String claims =
        scene.claims().replace("\"sub\":", "\"act\":{\"id_token\":[\"" + inner + "\"]},\"sub\":");
    String token = scene.sign(claims);

    for (String form : List.of("table", "json", "yaml")) {
      Run run = Run.piping(token, "inspect", "-o", form, "-c", scene.config());
      assertThat(run.out()).contains("(a token, ").doesNotContain(inner);
    }
  }

  @Test
  void paintsWhereColoursAreShown() {
    var in = new ByteArrayInputStream(scene.good().getBytes(StandardCharsets.US_ASCII));
    Run run = Run.of(new Shell.Stdin(in, false), Paint.COLOUR, "inspect", "-c", scene.config());

    assertThat(run.out()).startsWith("\u001b[32mverified\u001b[0m: ");
  }

  private Run inspect(String token) {
    return Run.piping(token + "\n", "inspect", "-c", scene.config());
  }

  /** What differs from run to run, under one name each. */
  private String normalised(String text) {
    return text.replace(scene.issuer.uri().toString(), "http://127.0.0.1:PORT")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "MOMENT")
        .replaceAll("\\d+ (d|h|min|s|ms)( \\d+ (h|min|s))?\\b", "SPAN")
        .replaceAll("(jti +)\\S+", "$1ID");
  }

  /** Tokens of one sort, and how inspecting one ends. */
  record Sort(String name, Function<InspectScene, String> make, int code) {
    @Override
    public String toString() {
      return name;
    }
  }
}
