package dev.keybearer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ControlTest {
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpUser user = new HttpUser();

  @BeforeEach
  void register() {
    issuer.client("svc").secret("s3cret");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void showsClockHostsAndFaults() throws Exception {
    world.genesys();
    issuer.faults().next(Fault.html());

    JsonNode state = user.get(world.control().resolve("state")).json();

    assertThat(Instant.parse(state.path("now").asString())).isBefore(Instant.now().plusSeconds(9));
    JsonNode corp = state.path("hosts").path("corp");
    assertThat(corp.path("addresses").path("token").asString())
        .isEqualTo(issuer.tokenEndpoint().toString());
    assertThat(corp.path("faults").get(0).asString())
        .isEqualTo("html at any endpoint for the next 1");
    assertThat(state.path("hosts").has("genesys")).isTrue();
  }

  @Test
  void movesTheClock() throws Exception {
    post("clock", "{\"set\":\"2026-01-01T00:00:00Z\",\"scale\":0}");
    post("clock", "{\"advance\":\"PT5M\"}");

    assertThat(world.clock().scale()).isZero();
    assertThat(Duration.between(Instant.parse("2026-01-01T00:05:00Z"), world.clock().instant()))
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void scriptsAndClearsFaults() throws Exception {
    post("faults", "{\"at\":\"corp\",\"endpoint\":\"TOKEN\",\"fault\":\"status 503\",\"times\":2}");
    assertThat(new int[] {mint("s3cret"), mint("s3cret"), mint("s3cret")})
        .containsExactly(503, 503, 200);

    post("faults", "{\"at\":\"corp\",\"fault\":\"status 500\",\"always\":true}");
    assertThat(mint("s3cret")).isEqualTo(500);
    assertThat(send("DELETE", "faults?at=corp", "").status()).isEqualTo(200);
    assertThat(mint("s3cret")).isEqualTo(200);
    post("faults", "{\"at\":\"corp\",\"fault\":\"status 500\",\"share\":1}");
    assertThat(mint("s3cret")).isEqualTo(500);
  }

  @Test
  void closesAndOpensHost() throws Exception {
    post("hosts", "{\"at\":\"corp\",\"listening\":false}");
    Assertions.assertThatThrownBy(() -> mint("s3cret")).isInstanceOf(IOException.class);

    post("hosts", "{\"at\":\"corp\",\"listening\":true}");
    assertThat(mint("s3cret")).isEqualTo(200);
  }

  @Test
  void changesSecretsAndClients() throws Exception {
    post("clients/corp/svc/secrets", "{\"accepted\":[\"old\",\"new\"]}");
    assertThat(new int[] {mint("s3cret"), mint("old"), mint("new")}).containsExactly(401, 200, 200);

    post("clients/corp/svc", "{\"disabled\":true,\"scopes\":[\"a\"],\"tokenLife\":\"PT9S\"}");
    assertThat(mint("new")).isEqualTo(401);
    post("clients/corp/svc", "{\"disabled\":false}");
    assertThat(mint("new")).isEqualTo(200);
  }

  @Test
  void changesHabitsKeysAndTokens() throws Exception {
    post("habits", "{\"at\":\"corp\",\"tokenForm\":\"OPAQUE\",\"tokenLife\":\"PT9S\"}");
    String token = issuer.mint("svc");
    assertThat(token).doesNotContain(".");

    post("tokens", "{\"at\":\"corp\",\"revoke\":\"" + token + "\"}");
    assertThat(user.getWithToken(issuer.api(), token).status()).isEqualTo(401);

    String before = issuer.keys().key(dev.keybearer.simulator.jose.Algorithm.ES256).id();
    post("keys", "{\"at\":\"corp\",\"roll\":\"ES256\",\"withdraw\":\"" + before + "\"}");
    assertThat(issuer.keys().ids()).doesNotContain(before);
  }

  @Test
  void decidesAboutDevices() throws Exception {
    issuer.client("tv");
    HttpUser.Reply started = user.form(issuer.deviceAuthorizationEndpoint(), "client_id", "tv");

    post("devices/corp/" + started.text("user_code"), "{\"approve\":\"ada\"}");

    assertThat(issuer.devices().waiting()).isEmpty();
  }

  @Test
  void showsWhatTheRefereeSawWithoutSecrets() throws Exception {
    mint("s3cret");
    user.get(issuer.api());

    JsonNode seen = user.get(world.control().resolve("referee?at=corp&endpoint=TOKEN")).json();

    assertThat(seen.path("counts").path("API").asInt()).isEqualTo(1);
    assertThat(seen.path("requests")).hasSize(1);
    assertThat(seen.path("requests").get(0).path("grant_type").asString())
        .isEqualTo("client_credentials");
    assertThat(seen.toString()).doesNotContain("s3cret");
    send("DELETE", "referee?at=corp", "");
    assertThat(issuer.referee().count()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | clock                 | {\"advanse\":\"PT5M\"}                    | 400",
        "POST   | clock                 | {\"advance\":\"5\"}                       | 400",
        "POST   | clock                 | []                                        | 400",
        "POST   | clock                 | {                                         | 400",
        "POST   | faults                | {\"at\":\"corp\"}                         | 400",
        "POST   | faults                | {\"at\":\"corp\",\"fault\":\"boom\"}      | 400",
        "POST   | faults                | {\"at\":\"nowhere\",\"fault\":\"html\"}   | 404",
        "POST   | habits                | {\"at\":\"corp\",\"x\":1}                 | 400",
        "POST   | clients/corp          | {}                                        | 404",
        "POST   | clients/corp/svc/secrets | {}                                     | 400",
        "POST   | devices/corp/X        | {\"deny\":true}                           | 404",
        "GET    | nothing               | ''                                        | 404",
        "DELETE | state                 | ''                                        | 404"
      })
  void refusesWhatItDoesNotKnow(String method, String path, String body, int status)
      throws Exception {
    HttpUser.Reply reply = send(method, path, body);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text("error")).isNotEmpty();
  }

  private void post(String path, String body) throws Exception {
    HttpUser.Reply reply = send("POST", path, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private HttpUser.Reply send(String method, String path, String body) throws Exception {
    return user.send(method, world.control().resolve(path), body);
  }

  private int mint(String secret) throws Exception {
    return user.form(
            issuer.tokenEndpoint(),
            "grant_type",
            "client_credentials",
            "client_id",
            "svc",
            "client_secret",
            secret)
        .status();
  }
}
