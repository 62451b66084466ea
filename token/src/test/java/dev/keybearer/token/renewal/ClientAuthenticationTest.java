package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.tls.Identity;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.TestKeys;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.secret.Secret;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6749 section 2.3, RFC 7523 section 2.2, RFC 8705: each way to show who asks. */
class ClientAuthenticationTest {
  private static final String ODD_ID = "odd:client /ü";
  private static final String ODD_SECRET = "a b+c%d&e=f:g/ü\"\\{}";

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void basicCarriesAnyCharacterInIdAndSecret() {
    scene.issuer.client(ODD_ID).secret(ODD_SECRET);

    assertGranted(ODD_ID, new ClientAuthentication.Basic(() -> Secret.of(ODD_SECRET)));

    assertThat(last().form()).containsOnlyKeys("grant_type");
  }

  @Test
  void postCarriesAnyCharacterInIdAndSecret() {
    scene.issuer.client(ODD_ID).secret(ODD_SECRET);

    assertGranted(ODD_ID, new ClientAuthentication.Post(() -> Secret.of(ODD_SECRET)));

    assertThat(last().headers()).doesNotContainKey("Authorization");
    assertThat(last().form()).containsEntry("client_id", ODD_ID);
  }

  @Test
  void jsonCarriesAnyCharacterInIdSecretAndAudience() {
    scene.issuer.client(ODD_ID).secret(ODD_SECRET);
    Credential credential =
        credential(ODD_ID, new ClientAuthentication.Json(() -> Secret.of(ODD_SECRET)))
            .withAudience("https://api.example/\"ü\"");

    assertThat(scene.sources().of(credential).get()).isNotNull();

    assertThat(last().headers()).containsEntry("Content-Type", "application/json");
    assertThat(last().body())
        .startsWith("{")
        .contains("\"audience\":\"https://api.example/\\\"ü\\\"\"");
  }

  @Test
  void aPublicClientNamesItselfOnly() {
    scene.issuer.client("public");
    String seed = scene.issuer.mintRefreshToken("public", "ada");
    Grant grant = new Grant.RefreshToken(() -> Secret.of(seed));
    Credential.Client client = new Credential.Client("public", new ClientAuthentication.None());

    assertThat(scene.sources().of(Credential.of("ada", scene.issuer(), grant, client)).get())
        .isNotNull();

    assertThat(last().headers()).doesNotContainKey("Authorization");
    assertThat(last().form())
        .containsEntry("client_id", "public")
        .doesNotContainKeys("client_secret", "client_assertion");
  }

  @Test
  void aCertificateShowsWhoAsks() {
    Identity server = Identity.selfSigned("issuer");
    Identity client = Identity.selfSigned("svc");
    SimulatedIssuer secure = scene.world.tlsIssuer("secure", server);
    secure.client("svc").certificate(client.certificate());
    Issuer issuer =
        Issuer.oauth2(Endpoints.of(secure.tokenEndpoint()))
            .withTrust(Identity.anonymousClient(server.certificate()));
    Credential shown =
        credential(issuer, new ClientAuthentication.MutualTls(client.client(server.certificate())));
    Credential hidden = credential(issuer, new ClientAuthentication.None()).withName("hidden");

    assertThat(scene.sources().of(shown).get()).isNotNull();
    TokenFailure failure = failure(hidden);

    assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("invalid_client");
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HS256", "HS384", "HS512"})
  void aStatementIsSignedWithEveryAlgorithm(Algorithm algorithm) {
    KeyPair pair = TestKeys.pair(algorithm);
    scene.issuer.client("svc").secrets().publicKeys(pair.getPublic());
    Credential credential = credential("svc", signed(pair, algorithm));

    assertThat(scene.sources().of(credential).get()).isNotNull();
    // A statement is made anew for each request: the issuer takes none twice.
    scene.sources().renew(credential, Scene.PATIENCE);

    assertThat(last().form())
        .containsEntry("client_id", "svc")
        .containsKeys("client_assertion", "client_assertion_type")
        .doesNotContainKey("client_secret");
  }

  @Test
  void aStatementIsMeantForTheIssuerWhereItsIdentityIsKnown() {
    KeyPair pair = TestKeys.pair(Algorithm.ES256);
    scene.issuer.client("svc").secrets().publicKeys(pair.getPublic());
    Issuer named = Issuer.oidc(scene.issuer.uri().toString());

    assertThat(scene.sources().of(credential(named, signed(pair))).get()).isNotNull();
  }

  @Test
  void aStatementGoesByTheIssuersClock() {
    KeyPair pair = TestKeys.pair(Algorithm.ES256);
    scene.issuer.client("svc").secrets().publicKeys(pair.getPublic());
    scene.world.clock().advance(Duration.ofHours(2)); // ours is two hours behind
    Credential credential = credential(Issuer.oidc(scene.issuer.uri().toString()), signed(pair));

    assertThat(scene.sources().of(credential).get()).isNotNull();
    assertThat(scene.asked()).isEqualTo(1);
  }

  @Test
  void aStatementSignedWithAnotherKeyIsRefused() {
    KeyPair known = TestKeys.pair(Algorithm.ES256);
    KeyPair other = TestKeys.pair(Algorithm.ES256);
    scene.issuer.client("svc").secrets().publicKeys(known.getPublic());

    TokenFailure failure = failure(credential("svc", signed(other)));

    assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("invalid_client");
  }

  @ParameterizedTest
  @CsvSource({"RS256, ES256", "ES256, RS256", "ES384, ES256", "ES256, ES512", "EdDSA, PS256"})
  void aKeyThatDoesNotFitItsAlgorithmIsNeverSignedWith(Algorithm made, Algorithm used) {
    KeyPair pair = TestKeys.pair(made);
    scene.issuer.client("svc").secrets().publicKeys(pair.getPublic());

    TokenFailure failure = failure(credential("svc", signed(pair, used)));

    assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.SECRET_UNREADABLE);
    assertThat(failure).hasMessageContaining("cannot sign with " + used);
    assertThat(scene.asked()).isZero();
  }

  @Test
  void whatIsNoKeyIsNotRepeated() {
    SigningKey key = new SigningKey(() -> Secret.of("hunter2 is no key"), Algorithm.RS256, null);

    TokenFailure failure = failure(credential("svc", new ClientAuthentication.PrivateKeyJwt(key)));

    assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.SECRET_UNREADABLE);
    assertThat(failure).hasMessageContaining("PKCS#8").hasMessageNotContaining("hunter2");
  }

  /** The grant and the client's proof are chosen independently of each other. */
  @ParameterizedTest
  @EnumSource(Asking.class)
  void aStatementShowsWhoAsksByEveryGrantThatNeedsNoPerson(Asking asking) {
    KeyPair pair = TestKeys.pair(Algorithm.ES256);
    scene.issuer.client("svc").secrets().publicKeys(pair.getPublic());
    scene.issuer.client("front").secret("fr0nt");
    scene.issuer.trust("hr", pair.getPublic());
    scene.issuer.acceptSaml("PHNhbWwvPg", "ada");
    Credential.Client client = new Credential.Client("svc", signed(pair));

    Credential credential = Credential.of("ada", scene.issuer(), grant(asking, pair), client);

    assertThat(scene.sources().of(credential).get()).isNotNull();
    assertThat(last().form())
        .containsKeys("client_assertion", "client_assertion_type")
        .doesNotContainKey("client_secret");
  }

  private Grant grant(Asking asking, KeyPair pair) {
    String seed = scene.issuer.mintRefreshToken("svc", "ada");
    String other = scene.issuer.mint("front");
    return switch (asking) {
      case CLIENT_CREDENTIALS -> new Grant.ClientCredentials();
      case REFRESH_TOKEN -> new Grant.RefreshToken(() -> Secret.of(seed));
      case JWT_BEARER ->
          new Grant.JwtBearer(
              new Grant.Signed(
                  TestKeys.signing(pair, Algorithm.ES256),
                  "hr",
                  "ada",
                  scene.issuer.tokenEndpoint().toString(),
                  Duration.ofSeconds(30)));
      case SAML2_BEARER -> new Grant.Saml2Bearer(() -> Secret.of("PHNhbWwvPg"), Map.of());
      case TOKEN_EXCHANGE ->
          new Grant.TokenExchange(
              new Grant.Party(() -> Secret.of(other), Grant.Party.ACCESS_TOKEN), null, null, null);
    };
  }

  enum Asking {
    CLIENT_CREDENTIALS,
    REFRESH_TOKEN,
    JWT_BEARER,
    SAML2_BEARER,
    TOKEN_EXCHANGE
  }

  private void assertGranted(String id, ClientAuthentication authentication) {
    assertThat(scene.sources().of(credential(id, authentication)).get()).isNotNull();
    assertThat(last().status()).isEqualTo(200);
  }

  private TokenFailure failure(Credential credential) {
    return catchThrowableOfType(TokenFailure.class, () -> scene.sources().of(credential).get());
  }

  private Credential credential(String id, ClientAuthentication authentication) {
    return Credential.of(
        id,
        scene.issuer(),
        new Grant.ClientCredentials(),
        new Credential.Client(id, authentication));
  }

  private static Credential credential(Issuer issuer, ClientAuthentication authentication) {
    return Credential.of(
        "svc", issuer, new Grant.ClientCredentials(), new Credential.Client("svc", authentication));
  }

  private static ClientAuthentication signed(KeyPair pair) {
    return signed(pair, Algorithm.ES256);
  }

  private static ClientAuthentication signed(KeyPair pair, Algorithm algorithm) {
    return new ClientAuthentication.PrivateKeyJwt(TestKeys.signing(pair, algorithm));
  }

  private RecordedRequest last() {
    var requests = scene.issuer.referee().requests(Endpoint.TOKEN);
    return requests.get(requests.size() - 1);
  }
}
