package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.token.keycloak.Admin;
import dev.keybearer.token.keycloak.Admin.KeyKind;
import dev.keybearer.token.keycloak.Keycloak;
import dev.keybearer.token.keycloak.KeycloakRun;
import dev.keybearer.token.keycloak.Wire;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real Keycloak says who may call; Genesys is called with a token of its own. */
@ExtendWith(KeycloakRun.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayKeycloakIT {
  private final Keycloak keycloak;
  private final Callers callers;
  private final AnalyticsScene scene;

  GatewayKeycloakIT(Keycloak keycloak, @TempDir Path folder) {
    this.keycloak = keycloak;
    this.callers = new Callers(keycloak);
    this.scene = AnalyticsScene.open(keycloak.realm(), folder);
  }

  @BeforeAll
  static void registerCallers(Keycloak keycloak) {
    Callers.register(keycloak.admin());
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void answersATokenOfKeycloakWithWhatATokenOfGenesysOpens() {
    String token = callers.token("analyst");

    HttpResponse<String> answer = scene.query(token);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Wire.json(answer.body()).objects("conversations")).hasSize(1);
    assertThat(scene.upstream()).hasSize(1);
    RecordedRequest seen = scene.upstream().get(0);
    assertThat(seen.headers().get("Authorization")).startsWith("Bearer ");
    assertThat(seen.headers().values()).noneMatch(value -> value.contains(token));
    assertThat(scene.world.genesys().referee().count(Endpoint.TOKEN)).isEqualTo(1);
  }

  /** V12, RFC 6750 section 3.1. */
  @Test
  void saysWhichScopeIsMissing() {
    HttpResponse<String> answer = scene.query(callers.tokenWithoutScope("analyst"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(challenge(answer))
        .contains("error=\"insufficient_scope\"", "scope=\"" + Callers.SCOPE + "\"");
    assertThat(scene.upstream()).isEmpty();
  }

  @Test
  void refusesATokenForAnotherAudience() {
    assertRefused(callers.token("stranger"));
    assertThat(scene.upstream()).isEmpty();
  }

  @Test
  void refusesATokenWhoseTimeIsOver() {
    String token = callers.token("brief");
    awaitEnd(token);

    assertRefused(token);
    assertThat(scene.upstream()).isEmpty();
  }

  @Test
  void refusesTheOneTokenThatWasRevokedByItsNumber() {
    String revoked = callers.token("analyst");
    String other = callers.token("analyst");
    assertThat(scene.query(revoked).statusCode()).isEqualTo(200);

    revoke("\"jti\":\"" + Callers.claim(revoked, "jti") + "\"");

    assertRefused(revoked);
    assertThat(scene.query(other).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesEveryTokenOfARevokedSubjectAndNobodyElses() {
    String one = callers.token("analyst");
    String two = callers.token("analyst");
    String others = callers.token("reporter");
    assertThat(scene.query(one).statusCode()).isEqualTo(200);

    revoke("\"subject\":\"" + Callers.claim(one, "sub") + "\"");

    assertRefused(one);
    assertRefused(two);
    assertThat(scene.query(others).statusCode()).isEqualTo(200);
  }

  /** V14: signed with the old key or the new one, each call is answered. */
  @Test
  void losesNoCallWhileKeycloakChangesItsKeys() {
    Admin admin = keycloak.admin();
    String old = callers.token("analyst");
    try (Calling load = Calling.start(() -> scene.query(callers.token("analyst")).statusCode())) {
      load.awaitMore(20);
      admin.addKey(KeyKind.RS256, 300);
      load.awaitMore(20);
      admin.removeKeys(KeyKind.RS256, 300);
      load.awaitMore(20);
      load.stop();

      assertThat(load.statuses()).containsOnly(200);
    }
    assertThat(head(callers.token("analyst"))).isNotEqualTo(head(old));
    assertThat(scene.query(old).statusCode()).isEqualTo(200);
  }

  /** F1: comes last, since it stops what the others need. */
  @Test
  @Order(Integer.MAX_VALUE)
  void goesOnByTheKeysItKnowsWhenKeycloakHasStopped() {
    String seen = callers.token("analyst");
    String unseen = callers.token("reporter");
    assertThat(scene.query(seen).statusCode()).isEqualTo(200);

    keycloak.stop();

    assertThat(scene.query(seen).statusCode()).isEqualTo(200);
    assertThat(scene.query(unseen).statusCode()).isEqualTo(200);
  }

  private void revoke(String which) {
    String issuer = keycloak.realm().toString();
    HttpResponse<String> answer = scene.revoke("{\"issuer\":\"" + issuer + "\"," + which + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void assertRefused(String token) {
    HttpResponse<String> answer = scene.query(token);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(challenge(answer)).contains("error=\"invalid_token\"");
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  /** The part of a token that names its key. */
  private static String head(String token) {
    return token.substring(0, token.indexOf('.'));
  }

  private static void awaitEnd(String token) {
    long end = Objects.requireNonNull(Callers.claims(token).number("exp")).longValueExact();
    while (Instant.now().isBefore(Instant.ofEpochSecond(end))) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
