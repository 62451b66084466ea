package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Grant.Party;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TestKeys;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each grant that needs no person, as an issuer sees it. */
class GrantsTest {
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void clientCredentialsAskForScopesAndAudience() {
    Credential credential =
        scene
            .credential()
            .withScopes(Scopes.of("orders:read", "orders:write"))
            .withAudience("orders api");

    Token token = scene.sources().of(credential).get();

    assertThat(token.scopes()).isEqualTo(Scopes.of("orders:write", "orders:read"));
    assertThat(last().form())
        .isEqualTo(
            Map.of(
                "grant_type", "client_credentials",
                "scope", "orders:read orders:write",
                "audience", "orders api"));
  }

  @Test
  void aStatementOfSomebodyElseIsPresentedAndReadAnewEachTime() {
    dev.keybearer.simulator.jose.SigningKey key =
        dev.keybearer.simulator.jose.SigningKey.generate(
            "k1", dev.keybearer.simulator.jose.Algorithm.ES256);
    scene.issuer.trust("hr", key.publicKey());
    AtomicInteger read = new AtomicInteger();
    Grant grant =
        new Grant.JwtBearer(
            new Grant.Presented(() -> Secret.of(statement(key, "j" + read.incrementAndGet()))));
    Credential credential = credential(grant);

    assertThat(scene.sources().of(credential).get()).isNotNull();
    scene.sources().renew(credential, Scene.PATIENCE);

    assertThat(read).hasValue(2);
    assertThat(last().form())
        .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
  }

  @Test
  void aStatementOfOursIsSignedAnewEachTime() {
    KeyPair pair = TestKeys.pair(Algorithm.PS256);
    scene.issuer.trust("hr", pair.getPublic());
    Grant.Signed signed =
        new Grant.Signed(
            TestKeys.signing(pair, Algorithm.PS256),
            "hr",
            "ada",
            scene.issuer.tokenEndpoint().toString(),
            Duration.ofSeconds(30));
    Credential credential = credential(new Grant.JwtBearer(signed));

    assertThat(scene.sources().of(credential).get()).isNotNull();
    String first = last().form().get("assertion");
    scene.sources().renew(credential, Scene.PATIENCE);

    assertThat(last().form().get("assertion")).isNotEqualTo(first);
    assertThat(last().status()).isEqualTo(200);
  }

  @Test
  void aSamlAssertionGoesWithWhatElseTheIssuerWants() {
    String assertion =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("<saml:Assertion/>".getBytes(StandardCharsets.UTF_8));
    scene.issuer.acceptSaml(assertion, "ada");
    Grant grant = new Grant.Saml2Bearer(() -> Secret.of(assertion), Map.of("orgName", "acme & co"));

    assertThat(scene.sources().of(credential(grant)).get()).isNotNull();

    assertThat(last().form())
        .isEqualTo(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:saml2-bearer",
                "assertion", assertion,
                "orgName", "acme & co"));
  }

  @Test
  void aStatementThatIsNotAcceptedIsRefusedAndNoLoginHelps() {
    Grant grant = new Grant.Saml2Bearer(() -> Secret.of("unknown"), Map.of());

    TokenFailure failure = failure(scene.sources().of(credential(grant)));

    assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.REFUSED);
    assertThat(failure).hasMessageContaining("invalid_grant");
  }

  @Test
  void theTokenOfAnotherSourceIsExchanged() {
    TokenSource subject = scene.source();
    Credential credential = credential(new Grant.TokenExchange(partyOf(subject), null, null, null));

    Token token = scene.sources().of(credential).get();

    assertThat(token.value()).isNotEqualTo(subject.get().value());
    assertThat(last().form())
        .isEqualTo(
            Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token",
                subject.get().value(),
                "subject_token_type",
                Party.ACCESS_TOKEN));
  }

  @Test
  void anExchangeMayNameAnActorATypeAResourceAndAnAudience() {
    Party subject = new Party(() -> Secret.of(scene.issuer.mint("svc")), JWT);
    Party actor = new Party(() -> Secret.of(scene.issuer.mint("svc")), Party.ACCESS_TOKEN);
    Grant grant =
        new Grant.TokenExchange(subject, actor, JWT, URI.create("https://orders.example/api"));

    assertThat(scene.sources().of(credential(grant).withAudience("orders")).get()).isNotNull();

    assertThat(last().form())
        .containsEntry("subject_token_type", JWT)
        .containsEntry("actor_token_type", Party.ACCESS_TOKEN)
        .containsKey("actor_token")
        .containsEntry("requested_token_type", JWT)
        .containsEntry("resource", "https://orders.example/api")
        .containsEntry("audience", "orders");
  }

  @Test
  void anExchangeUsesTheTokenThatItsSubjectHasByThen() {
    TokenSource subject = scene.source();
    Credential credential = credential(new Grant.TokenExchange(partyOf(subject), null, null, null));
    TokenSource source = scene.sources().of(credential);
    source.get();

    scene.advance(Duration.ofSeconds(101));
    source.get();

    assertThat(last().form()).containsEntry("subject_token", subject.get().value());
  }

  @Test
  void anExchangeWithoutItsSubjectSaysWhatTheSubjectLacks() {
    scene.issuer.client("svc").secret("another");
    scene.issuer.client("front").secret("s3cret");
    Credential credential =
        credential(new Grant.TokenExchange(partyOf(scene.source()), null, null, null), "front");

    TokenFailure failure = failure(scene.sources().of(credential));

    assertThat(failure.kind()).isEqualTo(TokenFailure.Kind.SECRET_UNREADABLE);
    assertThat(failure).hasMessageContaining("invalid_client");
  }

  private static Party partyOf(TokenSource source) {
    return new Party(() -> Secret.of(source.get().value()), Party.ACCESS_TOKEN);
  }

  private Credential credential(Grant grant) {
    return credential(grant, "svc");
  }

  private Credential credential(Grant grant, String client) {
    ClientAuthentication basic = new ClientAuthentication.Basic(Scene.SECRET);
    return Credential.of("ada", scene.issuer(), grant, new Credential.Client(client, basic));
  }

  private String statement(dev.keybearer.simulator.jose.SigningKey key, String id) {
    long now = scene.time.wall().getEpochSecond();
    String claims =
        """
        {"iss": "hr", "sub": "ada", "aud": "%s", "exp": %d, "jti": "%s"}\
        """
            .formatted(scene.issuer.tokenEndpoint(), now + 60, id);
    return Jws.sign(key, "{\"alg\": \"ES256\"}", claims);
  }

  private static TokenFailure failure(TokenSource source) {
    return catchThrowableOfType(TokenFailure.class, () -> source.get());
  }

  private RecordedRequest last() {
    var requests = scene.issuer.referee().requests(Endpoint.TOKEN);
    return requests.get(requests.size() - 1);
  }
}
