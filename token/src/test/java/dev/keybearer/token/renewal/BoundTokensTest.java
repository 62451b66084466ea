package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.simulator.DpopRule;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.Prover;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.client.AuthorizedClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 9449 from a client's side, against an issuer and an API that judge proofs by themselves. */
class BoundTokensTest {
  private final Scene scene = new Scene();

  @BeforeEach
  void issuerDemandsProofs() {
    scene.issuer.habits().dpop(DpopRule.DEMANDED);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void getsATokenThatIsBoundToItsKey() {
    Token token = scene.sources().of(scene.credential().bound()).get();

    assertThat(token.isBound()).isTrue();
    assertThat(token.authorizationHeader()).startsWith("DPoP ");
    assertThat(token.proof(new Prover.Request("GET", URI.create("https://a.example/"), null)))
        .isNotNull();
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void needsNoProofWhereNothingIsBound() {
    scene.issuer.habits().dpop(DpopRule.TAKEN);

    Token token = scene.source().get();

    assertThat(token.isBound()).isFalse();
    assertThat(token.authorizationHeader()).startsWith("Bearer ");
    assertThat(token.proof(new Prover.Request("GET", URI.create("https://a.example/"), null)))
        .isNull();
  }

  /** Section 8: one more request, in which the proof holds what the issuer wants. */
  @Test
  void putsTheNonceOfTheIssuerIntoItsProof() {
    scene.issuer.habits().dpopNonce("first");
    var source = scene.sources().of(scene.credential().bound());
    assertThat(source.get().isBound()).isTrue();
    assertThat(scene.asked()).isEqualTo(2);

    source.reject(source.get());
    assertThat(source.get().isBound()).isTrue();
    assertThat(scene.asked()).as("the nonce is known by then").isEqualTo(3);

    scene.issuer.habits().dpopNonce("second");
    source.reject(source.get());
    assertThat(source.get().isBound()).isTrue();
    assertThat(scene.asked()).isEqualTo(5);
  }

  /** Doubt means no: who asked for a bound token does not go on with one that anybody can use. */
  @Test
  void takesNoBearerTokenInPlaceOfABoundOne() {
    scene.issuer.habits().dpop(DpopRule.IGNORED);

    assertThatThrownBy(() -> scene.sources().of(scene.credential().bound()).get())
        .isInstanceOf(TokenFailure.class)
        .hasMessageContaining("another type than DPoP");
  }

  @Test
  void opensTheApiThatChecksItsProofs() throws Exception {
    assertThat(call().statusCode()).isEqualTo(200);
    assertThat(scene.issuer.referee().count(Endpoint.API)).isEqualTo(1);
  }

  /** Section 9: the service wants a nonce, and nothing is wrong with the token. */
  @Test
  void sendsACallAgainWithTheNonceOfTheService() throws Exception {
    scene.issuer.habits().dpopNonce("once");

    assertThat(call().statusCode()).isEqualTo(200);
    assertThat(scene.issuer.referee().count(Endpoint.API)).isEqualTo(2);
    assertThat(scene.asked()).as("no renewal").isEqualTo(2);
  }

  private HttpResponse<String> call() throws Exception {
    AuthorizedClient client =
        AuthorizedClient.of(
            HttpClient.newHttpClient(), scene.sources().of(scene.credential().bound()));
    URI api = URI.create(scene.issuer.uri() + "/api/orders?page=2");
    return client.send(HttpRequest.newBuilder(api).build(), BodyHandlers.ofString());
  }

  @Test
  void keepsItsKeyOverARestart() throws Exception {
    scene.withStore(MemoryTokenStore.open());
    String before = thumbprint(scene.sources().of(scene.credential().bound()).get());
    scene.restart();

    Token after = scene.sources().of(scene.credential().bound()).get();

    assertThat(thumbprint(after)).isEqualTo(before);
    assertThat(scene.asked()).as("what rested is used").isEqualTo(1);
    assertThat(call().statusCode()).isEqualTo(200);
  }

  /** A refresh token is bound to the key as well: whoever lost it could not go on. */
  @Test
  void refreshesWithTheKeyOfTheProcessBefore() {
    scene.withStore(MemoryTokenStore.open());
    scene.issuer.habits().dpop(DpopRule.TAKEN);
    String seed = scene.issuer.mintRefreshToken("svc", "ada");
    Token first = scene.sources().of(scene.refreshing(seed).bound()).get();
    scene.restart();
    scene.advance(Duration.ofSeconds(101));

    Token second = scene.sources().of(scene.refreshing(seed).bound()).get();

    assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
    assertThat(thumbprint(second)).isEqualTo(thumbprint(first));
  }

  /** S5: what it answers is of no use, but the refresh token shown for it is used up. */
  @Test
  void anIssuerThatBindsNothingForAWhileCostsNoLogin() {
    scene.withStore(MemoryTokenStore.open());
    scene.issuer.habits().dpop(DpopRule.TAKEN);
    String seed = scene.issuer.mintRefreshToken("svc", "ada");
    var source = scene.sources().of(scene.refreshing(seed).bound());
    source.get();
    scene.issuer.habits().dpop(DpopRule.IGNORED);
    scene.advance(Duration.ofSeconds(101));
    assertThatThrownBy(source::get).hasMessageContaining("another type than DPoP");

    scene.issuer.habits().dpop(DpopRule.TAKEN);
    scene.advance(Duration.ofSeconds(61));

    assertThat(source.get().isBound()).isTrue();
  }

  /** The header of a proof is the key's own. */
  private static String thumbprint(Token token) {
    String proof =
        String.valueOf(
            token.proof(new Prover.Request("GET", URI.create("https://a.example/"), null)));
    return proof.substring(0, proof.indexOf('.'));
  }
}
