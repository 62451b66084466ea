package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.Jws;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens are ended through the admin port of a process that is killed behind it (K2, K4, R4). */
class RevocationTest {
  private static final Pattern TOKEN_ID = Pattern.compile("\"token\":\"([0-9a-f]{32})\"");
  private static final Pattern JTI = Pattern.compile("\"jti\":\"([^\"]+)\"");
  private static final String INVOICES =
      """
          - name: invoices
            path: /api/invoices/**
            methods: [GET]
            accept: { issuer: corp, scopes: [invoices:read] }
            upstream: api
            credential: orders
      """;

  @TempDir private Path folder;

  @Test
  void refusesWhatWasRevokedFromTheNextCallOnAndBehindAKill() throws Exception {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.write(scene.config().replace("admin:", INVOICES + "admin:"));
      Map<String, String> revoked = new LinkedHashMap<>();
      String spared = token(scene, "spared");
      try (ServeProcess process = scene.process(Map.of())) {
        expect(200, process.port(), spared);
        revokeInEveryWay(scene, process, revoked);
        process.kill();
      }
      try (ServeProcess process = scene.process(Map.of())) {
        int port = process.port();
        assertThat(revoked).hasSize(5).allSatisfy((way, token) -> expect(401, port, token));
        expect(200, port, spared);
        assertThat(scene.tokenRequests()).as("its own token was kept").isEqualTo(1);
      }
    }
  }

  private static void revokeInEveryWay(
      ServeScene scene, ServeProcess process, Map<String, String> revoked) {
    for (String way : new String[] {"token_id", "token", "jti", "subject", "client_id"}) {
      String token = token(scene, way);
      expect(200, process.port(), token);
      String wish = wish(way, token, scene, process.port());
      try (Caller operator = Caller.at(process.adminPort())) {
        HttpResponse<String> answer = operator.post("/admin/revoke", wish);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
      revoked.put(way, token);
      expect(401, process.port(), token);
    }
  }

  /** A token of a client of that name, which is its subject as well. */
  private static String token(ServeScene scene, String client) {
    scene.issuer.client(client).secret("its-secret").scopes("orders:read");
    return scene.issuer.mint(client);
  }

  private static String wish(String way, String token, ServeScene scene, int port) {
    return switch (way) {
      case "token_id" -> "{\"token_id\":\"" + tokenId(token, scene, port) + "\"}";
      case "token" -> "{\"token\":\"" + token + "\"}";
      case "jti" ->
          "{\"issuer\":\""
              + scene.issuer.uri()
              + "\",\"jti\":\""
              + found(JTI, Jws.parse(token).payload())
              + "\"}";
      default -> "{\"" + way + "\":\"" + way + "\"}";
    };
  }

  /** As it stands in the ledger, where the token has just been refused for its scopes. */
  private static String tokenId(String token, ServeScene scene, int port) {
    try (Caller caller = Caller.at(port).with(token)) {
      assertThat(caller.get("/api/invoices/1").statusCode()).isEqualTo(403);
    }
    Eventually.holds("an entry", () -> refusal(scene).contains("\"token\""));
    return found(TOKEN_ID, refusal(scene));
  }

  private static String refusal(ServeScene scene) {
    return scene.entries().stream()
        .filter(entry -> entry.contains("invoices"))
        .findFirst()
        .orElse("");
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private static void expect(int status, int port, String token) {
    try (Caller caller = Caller.at(port).with(token)) {
      HttpResponse<String> answer = caller.get("/api/orders/1");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }
  }
}
