package dev.keybearer.genesys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential.Client;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Revoker;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The issuer as its habits make it. */
@Timeout(60)
class GenesysCloudTest {
  private final GenesysScene scene = new GenesysScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aTokenIsAskedForWithAFormAndBasic() {
    assertThat(scene.source().get().value()).hasSizeGreaterThanOrEqualTo(80);

    RecordedRequest request = scene.genesys.referee().requests(Endpoint.TOKEN).get(0);
    assertThat(request.form()).isEqualTo(Map.of("grant_type", "client_credentials"));
    assertThat(request.headers())
        .containsEntry(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString("analytics:s3cret".getBytes(US_ASCII)));
  }

  @Test
  void theHostsOfARegionAreItsOwn() {
    GenesysCloud cloud = GenesysCloud.in(Region.parse("eu-west-2"));

    assertThat(cloud.issuer().name()).isEqualTo("login.euw2.pure.cloud");
    assertThat(cloud.issuer().endpoints())
        .satisfies(
            endpoints ->
                assertThat(endpoints.token())
                    .isEqualTo(URI.create("https://login.euw2.pure.cloud/oauth/token")));
  }

  @Test
  void refusesHostsAtWhichSecretsWouldTravelReadable() {
    assertThatThrownBy(
            () -> new GenesysCloud(URI.create("http://login.example"), scene.genesys.api()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new GenesysCloud(scene.genesys.login(), URI.create("http://api.example")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** R5: a 400 may be a throttle, told by its text alone; a second at least passes. */
  @Test
  void mintingTooFastIsAThrottleThatPasses() {
    Duration interval = Duration.ofMinutes(1);
    scene.genesys.quirks().mintLimit(1, interval);
    scene.source().get();
    TokenSource second = scene.sources.of(scene.credential().withName("second"));
    Instant before = scene.time.wall();

    TokenFailure failure =
        catchThrowableOfType(TokenFailure.class, () -> second.get(Duration.ofMillis(900)));

    assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.THROTTLED);
    assertThat(failure.retryAt())
        .isBetween(before.plusSeconds(1), before.plusSeconds(2).plusMillis(1));
    scene.world.clock().advance(interval);
    scene.time.advance(interval);
    assertThat(second.get()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401})
  void aWrongSecretAsksForTheRegion(int status) {
    scene.genesys.quirks().wrongSecret(status, "authentication failed");

    assertThatThrownBy(() -> scene.sources.of(scene.credential("analytics", "wrong")).get())
        .isInstanceOfSatisfying(
            TokenFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED))
        .hasMessageContaining("wrong region?");
  }

  @Test
  void anUnknownClientAsksForTheRegion() {
    assertThatThrownBy(() -> scene.sources.of(scene.credential("stranger", "s3cret")).get())
        .hasMessageContaining("wrong region?");
  }

  /** K6: revoked here and at the issuer, which knows no RFC 7009. */
  @ParameterizedTest
  @ValueSource(ints = {200, 204})
  void endsATokenOfOursAtTheIssuer(int status) {
    scene.genesys.quirks().deletionStatus(status);
    Token token = scene.source().get();

    assertThat(scene.sources.revoke(scene.credential(), Duration.ofSeconds(10))).isTrue();

    RecordedRequest request = scene.genesys.referee().requests(Endpoint.TOKENS_ME).get(0);
    assertThat(request.method()).isEqualTo("DELETE");
    assertThat(request.headers()).containsEntry("Authorization", "Bearer " + token.value());
    assertThat(scene.source().get().value()).isNotEqualTo(token.value());
  }

  @Test
  void endsATokenOfSomebodyElseWithoutAClientOfOurs() {
    Revoker revoker = revoker();
    Secret token = Secret.of(scene.genesys.mint("analytics"));

    assertThat(revoker.end(token)).isTrue();
    assertThat(revoker.end(token)).describedAs("it has ended already").isTrue();
  }

  @Test
  void nothingIsConfirmedWhenTheApiIsInTrouble() {
    scene.genesys.faults().always(Endpoint.TOKENS_ME, Fault.status(504));

    assertThat(revoker().end(Secret.of(scene.genesys.mint("analytics")))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\r\nX: y", "\u0000"})
  void whatIsNoTokenIsNotSent(String text) {
    assertThat(revoker().end(Secret.of(text))).isFalse();
    assertThat(scene.count(Endpoint.TOKENS_ME)).isZero();
  }

  private Revoker revoker() {
    return Revoker.of(scene.cloud.issuer(), new Client("nobody", new ClientAuthentication.None()));
  }
}
