package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.DpopRule;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Prover;
import dev.keybearer.token.Token;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DPoP on both legs (RFC 9449): a daemon between callers and an API that judge by themselves. */
class DpopTest {
  private static final String ORIGIN = "https://api.example.com";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  /** The credential asks for bound tokens; with this, callers have to show theirs. */
  private static String bound(ServeScene scene, String proofs) {
    return scene
        .config()
        .replace("client-id: ours\n", "client-id: ours\n    dpop: true\n")
        .replace(
            "limits: { idle: 1d }",
            "limits: { idle: 1d }\n  proofs: { origins: [\"" + ORIGIN + "\"]" + proofs + " }")
        .replace(
            "scopes: [orders:read] }\n      upstream",
            "scopes: [orders:read] }\n      proof: required\n      upstream");
  }

  @Test
  void showsTheApiAProofForEachCall() throws Exception {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.issuer.habits().dpop(DpopRule.DEMANDED).dpopNonce("n1");
      scene.write(bound(scene, ""));
      try (Daemon daemon = scene.daemon();
          Caller caller = Caller.at(daemon.listens())) {
        assertThat(caller.get("/api/open/1?page=2").statusCode()).isEqualTo(200);
        assertThat(scene.issuer.referee().count(Endpoint.API))
            .as("once for the nonce")
            .isEqualTo(2);
        assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
        assertThat(caller.post("/api/open/1", "{}").statusCode()).isEqualTo(200);

        scene.issuer.habits().dpopNonce("n2");
        assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
      }
      assertThat(scene.apiRequests())
          .allMatch(r -> r.headers().getOrDefault("Authorization", "").startsWith("DPoP "))
          .extracting(r -> r.headers().getOrDefault("DPoP", ""))
          .doesNotHaveDuplicates()
          .hasSize(6);
    }
  }

  @Test
  void letsInWhoProvesThatATokenIsTheirsAndNobodyElse() throws Exception {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.issuer.habits().dpop(DpopRule.TAKEN);
      scene.write(bound(scene, ""));
      try (Daemon daemon = scene.daemon();
          TokenSources sources = TokenSources.open();
          Line line = Line.to(daemon.listens().getPort())) {
        Token token = sources.of(caller(scene).bound()).get(PATIENCE);
        String proof = proof(token, "GET", "/api/orders/1", null);

        assertThat(line.call(request("DPoP " + token.value(), proof))).isEqualTo(200);
        assertThat(line.call(request("DPoP " + token.value(), proof))).as("again").isEqualTo(401);
        assertThat(line.call(request("DPoP " + token.value(), null))).isEqualTo(401);
        assertThat(
                line.call(
                    request("DPoP " + token.value(), proof(token, "POST", "/api/orders/1", null))))
            .isEqualTo(401);
        String another = proof(token, "GET", "/api/orders/1", null);
        assertThat(line.call(request("Bearer " + token.value(), another))).isEqualTo(401);
        assertThat(line.call(request("Bearer " + scene.issuer.mint("caller"), null)))
            .as("a token that anybody could use")
            .isEqualTo(401);
        assertThat(
                line.call(
                    request("DPoP " + token.value(), proof(token, "GET", "/api/orders/1", null))))
            .isEqualTo(200);
      }
      assertThat(scene.apiRequests()).hasSize(2);
    }
  }

  @Test
  void asksForANonceWhereTheConfigSaysSo() throws Exception {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.issuer.habits().dpop(DpopRule.TAKEN);
      scene.write(bound(scene, ", nonce: true"));
      try (Daemon daemon = scene.daemon();
          TokenSources sources = TokenSources.open();
          Line line = Line.to(daemon.listens().getPort())) {
        Token token = sources.of(caller(scene).bound()).get(PATIENCE);
        String target = "/api/orders/1";

        Line.Answer refused =
            line.send(request("DPoP " + token.value(), proof(token, "GET", target, null))).answer();

        assertThat(refused.status()).isEqualTo(401);
        String nonce = after(refused.head(), "DPoP-Nonce: ");
        assertThat(refused.head()).contains("error=\"use_dpop_nonce\"");
        assertThat(line.call(request("DPoP " + token.value(), proof(token, "GET", target, nonce))))
            .isEqualTo(200);
      }
    }
  }

  private static String after(String head, String name) {
    int start = head.indexOf(name) + name.length();
    return head.substring(start, head.indexOf("\r\n", start));
  }

  private static Credential caller(ServeScene scene) {
    return Credential.clientCredentials(
        Issuer.oidc(scene.issuer.uri().toString()), "caller", () -> Secret.of("caller-secret"));
  }

  private static String proof(Token token, String method, String path, @Nullable String nonce) {
    return Objects.requireNonNull(
        token.proof(new Prover.Request(method, URI.create(ORIGIN + path), nonce)));
  }

  private static String request(String authorization, @Nullable String proof) {
    return "GET /api/orders/1 HTTP/1.1\r\nHost: anything\r\nAuthorization: "
        + authorization
        + (proof == null ? "" : "\r\nDPoP: " + proof)
        + "\r\n\r\n";
  }
}
