package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.command.Shell;
import dev.keybearer.cli.config.source.Paint;
import dev.keybearer.simulator.tls.Identity;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands as a shell sees them: what goes in, what comes out where, and the exit code. */
class MainTest {
  private static final String SAMPLE = "src/test/resources/samples/product.yaml";
  private static final String BAD = "src/test/resources/bad/five-mistakes.yaml";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void passesAGoodConfig() {
    assertThat(run("check", "-c", SAMPLE)).isZero();
    assertThat(out)
        .hasToString(
            """
            CREDENTIAL  ISSUER   GRANT               CLIENT-AUTH  RENEW
            analytics   genesys  client-credentials  basic        80%

            ROUTE                      METHODS  PATH                  HOST  ACCEPT  CREDENTIAL  UPSTREAM
            POST /api/v2/analytics/**  POST     /api/v2/analytics/**  -     corp    analytics   https://api.mypurecloud.com
            """);
    assertThat(err).hasToString(SAMPLE + ": no errors\n");
  }

  @Test
  void refusesABadConfigWithFiveErrorsOnStderr() {
    assertThat(run("check", "-c", BAD)).isEqualTo(3);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).endsWith(BAD + ": 5 errors\n").contains(BAD + ":9:12\n");
    assertThat(err.toString().lines().filter(line -> line.startsWith("error["))).hasSize(5);
  }

  /** F11: what could not be shown to callers is no good config. */
  @Test
  void refusesCertificatesThatCannotBeShown(@TempDir Path folder) throws Exception {
    Identity expired = Identity.selfSigned("old", Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    String pem = Base64.getMimeEncoder().encodeToString(expired.certificate().getEncoded());
    String key = Base64.getMimeEncoder().encodeToString(expired.key().getEncoded());
    Files.writeString(
        folder.resolve("a.pem"),
        "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
    Path secret =
        Files.writeString(
            folder.resolve("a.key"),
            "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path config =
        Files.writeString(
            folder.resolve("keybearer.yaml"),
            """
            issuers: {}
            gateway:
              listen: 127.0.0.1:8443
              tls: { certificates: { certificate: "file:./a.pem", private-key: "file:./a.key" } }
              routes: [{ path: /, methods: GET, accept: anonymous, upstream: "http://127.0.0.1:1" }]
            """);

    assertThat(run("check", "-c", config.toString())).isEqualTo(3);
    assertThat(err.toString())
        .contains("CN=old", "a.pem expired at 1970-01-01T00:00:01Z: renew it");
  }

  @Test
  void describesABadConfigAsData() {
    assertThat(run("check", "-o", "json", "-c", BAD)).isEqualTo(3);
    JsonNode described = JsonMapper.shared().readTree(out.toString());
    assertThat(described.get("valid").asBoolean()).isFalse();
    assertThat(described.get("problems")).hasSize(5);
    assertThat(described.get("problems").get(2).get("code").asString())
        .isEqualTo("config/unknown-value");
    assertThat(described.get("problems").get(2).get("line").asInt()).isEqualTo(9);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void describesAGoodConfigAsData() {
    assertThat(run("-c", SAMPLE, "check", "-o", "json")).isZero();
    JsonNode described = JsonMapper.shared().readTree(out.toString());
    assertThat(described.get("valid").asBoolean()).isTrue();
    assertThat(described.get("issuers")).hasSize(3);
    assertThat(described.get("problems")).isEmpty();
    assertThat(described.get("routes"))
        .containsExactly(
            JsonMapper.shared()
                .readTree(
                    """
                    {
                      "name": "POST /api/v2/analytics/**",
                      "methods": ["POST"],
                      "path": "/api/v2/analytics/**",
                      "host": null,
                      "anonymous": false,
                      "issuers": ["corp"],
                      "credential": "analytics",
                      "upstream": "https://api.mypurecloud.com"
                    }
                    """));
  }

  @Test
  void listsRoutesThatAskForNoTokenAndAttachNone() {
    assertThat(run("check", "-c", "src/test/resources/samples/complete.yaml")).isZero();
    assertThat(out.toString())
        .contains(
            "GET /about               GET       /about               -                anonymous");
  }

  @Test
  void listsNoRoutesWithoutAGateway() {
    String smallest = "src/test/resources/samples/smallest.yaml";

    assertThat(run("check", "-c", smallest)).isZero();
    assertThat(out.toString()).doesNotContain("ROUTE");

    assertThat(run("check", "-o", "json", "-c", smallest)).isZero();
    assertThat(out.toString()).contains("\"routes\" : [ ]");
  }

  @Test
  void printsTheSchemaWithoutAnyConfig() {
    assertThat(run("check", "--print-schema", "-c", "no-such.yaml")).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).get("$schema").asString())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
  }

  @Test
  void saysWhereItLookedForAConfig() {
    assertThat(run(Map.of("KEYBEARER_CONFIG", "no-such.yaml"), "check")).isEqualTo(3);
    assertThat(err.toString()).contains("\"no-such.yaml\"", "-c FILE", "./keybearer.yaml");
  }

  @Test
  void takesTheConfigOfTheEnvironment() {
    assertThat(run(Map.of("KEYBEARER_CONFIG", SAMPLE), "check")).isZero();
  }

  @Test
  void explainsMisuseInTwoLines() {
    assertThat(run("chekc")).isEqualTo(2);
    assertThat(err.toString()).contains("chekc").contains("help: keybearer --help");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesAnUnknownOption() {
    assertThat(run("check", "--print-shema")).isEqualTo(2);
    assertThat(err.toString()).contains("--print-schema");
  }

  @Test
  void asksForACommand() {
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void helpsOnStdout() {
    assertThat(run("check", "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: keybearer check");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void tellsItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).matches("keybearer [0-9].*\n");
  }

  private int run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    Shell shell =
        new Shell(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new Shell.Stdin(InputStream.nullInputStream(), true),
            environment,
            Paint.PLAIN,
            Paint.PLAIN);
    return Main.run(shell, arguments);
  }
}
