package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator's commands at a running daemon. */
class OperatorTest {
  private static final String CONFIG =
      """
      issuers:
        corp: { kind: oidc, issuer: "{issuer}", audiences: [api] }
      credentials:
        orders:
          issuer: corp
          grant: client-credentials
          client-id: ours
          client-secret: "file:./ours.secret"
          scopes: [orders:read]
      gateway:
        listen: 127.0.0.1:0
        routes:
          - { path: /api/**, methods: [GET], accept: { issuer: corp }, upstream: "{issuer}" }
      admin:
        listen: 127.0.0.1:0
        clients:
          night: { secret: "file:./night.secret", roles: [read, operate] }
          monitor: { secret: "file:./monitor.secret", roles: [read] }
      store: { kind: memory }
      """;

  @TempDir private Path folder;

  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");

  @BeforeEach
  void writeConfig() throws IOException {
    issuer.client("ours").secret("our-secret").scopes("orders:read");
    secret("ours.secret", "our-secret");
    secret("night.secret", "night-secret-of-32-characters-00");
    secret("monitor.secret", "monitor-secret-of-32-characters-0");
    Files.writeString(file(), CONFIG.replace("{issuer}", issuer.uri().toString()));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void renewsACredentialOfTheDaemon() {
    try (Daemon daemon = daemon()) {
      int before = issuer.referee().count(Endpoint.TOKEN);
      Run run = run(daemon, "renew", "orders");

      assertThat(run.code()).as(run.said()).isZero();
      assertThat(run.out()).contains("orders");
      assertThat(issuer.referee().count(Endpoint.TOKEN)).isGreaterThan(before);
    }
  }

  @Test
  void rotatesToTheSecretThatStandsThereNow() throws IOException {
    try (Daemon daemon = daemon()) {
      issuer.client("ours").secret("our-next-secret");
      Files.writeString(folder.resolve("ours.secret"), "our-next-secret");
      Run run = run(daemon, "rotate", "orders", "-o", "json");

      assertThat(run.code()).as(run.said()).isZero();
      assertThat(run.out()).contains("\"rotation\"");
    }
  }

  @Test
  void revokesWhatIsNamedAndSaysWhenThatCounts() {
    try (Daemon daemon = daemon()) {
      Run run = run(daemon, "revoke", "--subject", "eve", "--issuer", issuer.uri().toString());

      assertThat(run.code()).as(run.said()).isZero();
      assertThat(run.out()).contains("revoked", "true", "effective_ms");
    }
  }

  @Test
  void takesOneThingToRevokeAndSaysWhatThereIs() {
    try (Daemon daemon = daemon()) {
      assertThat(run(daemon, "revoke").code()).isEqualTo(2);
      assertThat(run(daemon, "revoke", "--subject", "a", "--client", "b").err())
          .contains("one of TOKEN, --fingerprint, --jti, --subject or --client");
    }
  }

  @Test
  void saysWhoMayNotAndWhatIsNotThere() {
    try (Daemon daemon = daemon()) {
      assertThat(run(daemon, "renew", "nothing").code()).isEqualTo(2);
      assertThat(run(daemon, "renew", "orders", "--as", "monitor").code()).isEqualTo(1);
      assertThat(run(daemon, "renew", "orders", "--as", "nobody").err())
          .contains("no client of admin is named nobody; there is night, monitor");
    }
  }

  @Test
  void saysThatNobodyAnswers() {
    Run run = Run.typing("renew", "orders", "-c", file().toString(), "--at", "http://127.0.0.1:1");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.err()).contains("is the daemon running?").contains("--at URL");
  }

  /** What listens there may be anything; it is told no secret in the open. */
  @ParameterizedTest
  @ValueSource(strings = {"http://192.0.2.1:9090", "http://admin.example.com"})
  void sendsNoSecretInTheOpen(String elsewhere) {
    Run run = Run.typing("renew", "orders", "-c", file().toString(), "--at", elsewhere);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("in the open").contains("write https");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9090", "ftp://127.0.0.1", "http://a@127.0.0.1", "/admin"})
  void saysWhatAnAddressLooksLike(String none) {
    Run run = Run.typing("renew", "orders", "-c", file().toString(), "--at", none);

    assertThat(run.said()).contains("--at").doesNotContain("this is a bug");
    assertThat(run.code()).isIn(2, 3);
  }

  @Test
  void saysThatWhatAnswersIsNoAdminPort() {
    Run run =
        Run.typing("renew", "orders", "-c", file().toString(), "--at", issuer.uri().toString());

    assertThat(run.code()).isNotZero();
    assertThat(run.said()).doesNotContain("this is a bug").doesNotContain("night-secret");
  }

  private Run run(Daemon daemon, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 4);
    all[arguments.length] = "-c";
    all[arguments.length + 1] = file().toString();
    all[arguments.length + 2] = "--at";
    all[arguments.length + 3] = "http://127.0.0.1:" + daemon.administers().getPort();
    return Run.typing(all);
  }

  private Daemon daemon() {
    return Daemon.open(file(), Config.load(file()), said -> {}, TimeSource.system());
  }

  private Path file() {
    return folder.resolve("keybearer.yaml");
  }

  private void secret(String name, String secret) throws IOException {
    var onlyOurs =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.writeString(Files.createFile(folder.resolve(name), onlyOurs), secret);
  }
}
