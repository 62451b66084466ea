package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.Jws;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TokenExchangeTest {
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @BeforeEach
  void register() {
    issuer.client("front").secret("f").scopes("a", "b");
    issuer.client("back").secret("b");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void keepsSubjectAndNamesActor() throws Exception {
    HttpUser.Reply reply =
        exchange(
            "subject_token",
            issuer.mint("front"),
            "subject_token_type",
            ACCESS_TOKEN,
            "actor_token",
            issuer.mint("back"),
            "actor_token_type",
            ACCESS_TOKEN,
            "audience",
            "orders",
            "scope",
            "a");

    assertThat(reply.text("issued_token_type")).isEqualTo(ACCESS_TOKEN);
    assertThat(reply.text("scope")).isEqualTo("a");
    JsonNode claims = Json.parse(Jws.parse(reply.text("access_token")).payload());
    assertThat(claims.path("sub").asString()).isEqualTo("front");
    assertThat(claims.path("client_id").asString()).isEqualTo("back");
    assertThat(claims.path("aud").asString()).isEqualTo("orders");
    assertThat(claims.path("act").path("sub").asString()).isEqualTo("back");
  }

  @Test
  void refusesToWidenScopes() throws Exception {
    HttpUser.Reply reply =
        exchange(
            "subject_token",
            issuer.mint("front"),
            "subject_token_type",
            ACCESS_TOKEN,
            "scope",
            "a c");

    assertThat(reply.text("error")).isEqualTo("invalid_scope");
  }

  @Test
  void refusesDeadTokensAndUnknownTypes() throws Exception {
    String dead = issuer.mint("front");
    issuer.revoke(dead);
    String live = issuer.mint("front");

    assertThat(error("subject_token", dead, "subject_token_type", ACCESS_TOKEN))
        .isEqualTo("invalid_request");
    assertThat(error("subject_token", live, "subject_token_type", "x"))
        .isEqualTo("invalid_request");
    assertThat(error("subject_token", live)).isEqualTo("invalid_request");
    assertThat(
            error(
                "subject_token",
                live,
                "subject_token_type",
                ACCESS_TOKEN,
                "requested_token_type",
                "x"))
        .isEqualTo("invalid_request");
    assertThat(
            error("subject_token", live, "subject_token_type", ACCESS_TOKEN, "actor_token", dead))
        .isEqualTo("invalid_request");
  }

  private String error(String... parameters) throws Exception {
    return exchange(parameters).text("error");
  }

  private HttpUser.Reply exchange(String... parameters) throws Exception {
    String[] all = java.util.Arrays.copyOf(parameters, parameters.length + 2);
    all[parameters.length] = "grant_type";
    all[parameters.length + 1] = "urn:ietf:params:oauth:grant-type:token-exchange";
    return user.formWithBasic(issuer.tokenEndpoint(), "back:b", all);
  }
}
