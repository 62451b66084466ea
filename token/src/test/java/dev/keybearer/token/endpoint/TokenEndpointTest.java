package dev.keybearer.token.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.http.Ask;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NoAnswer;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request that is answered, lost or never sent; revocation and device codes. */
class TokenEndpointTest {
  private static final String IDENTITY = "https://idp.example";
  private static final Endpoints ALL =
      new Endpoints(
          URI.create("https://idp.example/token"),
          URI.create("https://idp.example/authorize"),
          URI.create("https://idp.example/device"),
          URI.create("https://idp.example/revoke"));
  private static final Secret SECRET = Secret.of("canary-secret");
  private static final TokenEndpoint.Revocation REVOCATION =
      new TokenEndpoint.Revocation(Secret.of("canary-token"), "refresh_token");

  private final FakeTime time = new FakeTime(Instant.parse("2026-11-20T10:00:00Z"));
  private final FakeExchange exchange = new FakeExchange(time);
  private final Issuer issuer = Issuer.oauth2(ALL);
  private final TokenEndpoint endpoint = new TokenEndpoint(issuer, exchange, time);

  /** S6: whether a refresh token may be used up decides what happens next. */
  @ParameterizedTest
  @EnumSource(NoAnswer.Fate.class)
  void tellsALostAnswerFromARequestThatNeverLeft(NoAnswer.Fate fate) {
    exchange.then(
        (ask, now) -> {
          throw new NoAnswer(ask, fate, "the line went dead");
        });

    assertThat(ask())
        .isEqualTo(
            new Reply.Unanswered(
                new NoAnswer(exchange.asked().get(0), fate, "the line went dead").getMessage() + "",
                fate == NoAnswer.Fate.UNKNOWN));
  }

  @Test
  void tellsALostAnswerFromARefusedConnectionOnRealSockets() throws IOException {
    Desk desk = Desk.open();

    assertThat(desk.askRaw(""))
        .isInstanceOfSatisfying(
            Reply.Unanswered.class, lost -> assertThat(lost.mayHaveActed()).isTrue());
    desk.close();
    assertThat(desk.askRaw(""))
        .isInstanceOfSatisfying(
            Reply.Unanswered.class, refused -> assertThat(refused.mayHaveActed()).isFalse());
  }

  @Test
  void nothingWasActedOnWhenTheEndpointIsNotKnown() {
    exchange.thenNothing();
    TokenEndpoint undiscovered = new TokenEndpoint(Issuer.oidc(IDENTITY), exchange, time);

    Reply reply = undiscovered.ask(credential(), SECRET, Map.of());

    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Unanswered.class,
            unanswered -> {
              assertThat(unanswered.mayHaveActed()).isFalse();
              assertThat(unanswered.message()).contains("discovery at https://idp.example/");
            });
  }

  @Test
  void statementsAreDatedByTheIssuersClockOnceItIsKnown() throws NotJson {
    exchange.then(503, Map.of("Date", "Fri, 20 Nov 2026 10:05:00 GMT"), "").then(503, Map.of(), "");
    SigningKey key = new SigningKey(Keys.pem("EC", 256), Algorithm.ES256, null);
    Credential signing = credential(new ClientAuthentication.PrivateKeyJwt(key));

    endpoint.ask(signing, null, Map.of());
    endpoint.ask(signing, null, Map.of());

    assertThat(issuedAt(exchange.asked().get(0))).isEqualTo("2026-11-20T10:00:00Z");
    assertThat(issuedAt(exchange.asked().get(1))).isEqualTo("2026-11-20T10:05:00Z");
    assertThat(endpoint.clock().offset()).isEqualTo(Duration.ofMinutes(5));
  }

  /** K6, RFC 7009 section 2.2: 200 is the only confirmation. */
  @ParameterizedTest
  @CsvSource({"200, true", "204, false", "302, false", "400, false", "401, false", "503, false"})
  void aRevocationIsConfirmedByTwoHundredOnly(int status, boolean confirmed) {
    exchange.then(status, Map.of(), "");

    assertThat(endpoint.revoke(credential(), SECRET, REVOCATION)).isEqualTo(confirmed);

    Ask asked = exchange.asked().get(0);
    assertThat(asked.uri()).isEqualTo(ALL.revocation());
    assertThat(field(asked, "token")).isEqualTo("canary-token");
    assertThat(field(asked, "token_type_hint")).isEqualTo("refresh_token");
  }

  @Test
  void aRevocationWithoutAnAnswerOrAnEndpointIsNotConfirmed() {
    exchange.thenNothing();
    Issuer plain = Issuer.oauth2(Endpoints.of(ALL.token()));

    assertThat(endpoint.revoke(credential(), SECRET, REVOCATION)).isFalse();
    assertThat(new TokenEndpoint(plain, exchange, time).revoke(credential(), SECRET, REVOCATION))
        .isFalse();
    assertThat(exchange.asked()).hasSize(1);
  }

  @Test
  void aDeviceLoginBeginsWithACode() {
    exchange.then(200, Map.of(), "{\"device_code\":\"canary\",\"user_code\":\"AB-CD\"}");

    Offer offer = endpoint.device(credential().withScopes(Scopes.of("a", "b")), SECRET);

    assertThat(offer)
        .isInstanceOfSatisfying(
            Offer.Device.class,
            device -> assertThat(device.answer().text("user_code")).isEqualTo("AB-CD"));
    assertThat(offer.toString()).doesNotContain("canary");
    assertThat(exchange.asked().get(0).uri()).isEqualTo(ALL.deviceAuthorization());
    assertThat(field(exchange.asked().get(0), "scope")).isEqualTo("a b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<h1>canary</h1>", "[\"canary\"]"})
  void aDeviceLoginThatCannotBeReadSaysSoWithoutShowingIt(String body) {
    exchange.then(200, Map.of(), body).then(400, Map.of(), body);

    for (int i = 0; i < 2; i++) {
      Offer offer = endpoint.device(credential(), SECRET);
      assertThat(offer).isInstanceOf(Offer.None.class);
      assertThat(offer.toString()).doesNotContain("canary");
    }
  }

  @Test
  void saysWhatAnIssuerDoesNotOffer() {
    exchange.thenNothing();
    TokenEndpoint plain =
        new TokenEndpoint(Issuer.oauth2(Endpoints.of(ALL.token())), exchange, time);

    assertThat(plain.device(credential(), SECRET).toString())
        .contains("idp.example names no device authorization endpoint");
    assertThat(plain.authorization().toString()).contains("names no authorization endpoint");
    assertThat(new TokenEndpoint(Issuer.oidc(IDENTITY), exchange, time).authorization().toString())
        .contains("discovery at");
    assertThat(endpoint.authorization())
        .isEqualTo(new Offer.Browser(URI.create("https://idp.example/authorize"), false));
  }

  @Test
  void nothingThatWasSentOrReceivedIsShown() {
    exchange.then(
        200,
        Map.of(),
        "{\"access_token\":\"canary-1\",\"token_type\":\"Bearer\",\"refresh_token\":\"canary-2\"}");

    Reply granted = ask();

    assertThat(
            List.of(
                granted.toString(),
                REVOCATION.toString(),
                exchange.asked().get(0).toString(),
                credential().toString()))
        .noneMatch(text -> text.contains("canary"));
  }

  private Reply ask() {
    return endpoint.ask(credential(), SECRET, Map.of("refresh_token", "canary-refresh"));
  }

  private Credential credential() {
    return credential(new ClientAuthentication.Post(() -> SECRET));
  }

  private Credential credential(ClientAuthentication proof) {
    Credential.Client client = new Credential.Client("svc", proof);
    return Credential.of("svc", issuer, new Grant.ClientCredentials(), client);
  }

  private static String issuedAt(Ask asked) throws NotJson {
    String statement = String.valueOf(field(asked, "client_assertion"));
    byte[] claims = Base64.getUrlDecoder().decode(statement.split("\\.", -1)[1]);
    var seconds = JsonObject.parse(claims).number("iat");
    return Instant.ofEpochSecond(seconds == null ? 0 : seconds.longValueExact()).toString();
  }

  private static @Nullable String field(Ask asked, String name) {
    byte[] body = asked.body();
    String form = new String(body == null ? new byte[0] : body, StandardCharsets.US_ASCII);
    for (String field : form.split("&", -1)) {
      if (field.startsWith(name + "=")) {
        return URLDecoder.decode(field.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return null;
  }
}
