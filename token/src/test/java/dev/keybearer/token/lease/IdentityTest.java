package dev.keybearer.token.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Habits;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Limits;
import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A credential never meets a token that its former self was given for something else. */
class IdentityTest {
  private static final URI RESOURCE = URI.create("https://api.example/");

  @Test
  void everyDifferenceInWhatATokenIsGoodForMakesAnotherName() {
    List<Credential> different = new ArrayList<>(plain());
    different.addAll(granted());

    assertThat(different.stream().map(Identity::of)).doesNotHaveDuplicates();
  }

  @Test
  void isTheSameInEveryProcess() {
    assertThat(Identity.of(Credentials.standard())).isEqualTo("544296b414214b05");
  }

  @Test
  void whatDecidesNothingAboutTheTokenKeepsTheName() {
    Credential standard = Credentials.standard();
    Issuer issuer = standard.issuer();

    assertThat(
            List.of(
                standard.withScopes(Scopes.none()),
                standard.withRequired(Scopes.of("read")),
                standard.withLimits(new Limits(1, Duration.ofSeconds(9))),
                standard.withRenewal(RenewalPolicy.STANDARD.withCeiling(Duration.ofHours(1))),
                with(standard, issuer.withName("another name")),
                with(standard, issuer.withHabits(new Habits(List.of(), "ask Bob"))),
                proving(new ClientAuthentication.Post(() -> Secret.of("rotated"))),
                proving(new ClientAuthentication.PrivateKeyJwt(key("1")))))
        .allSatisfy(same -> assertThat(Identity.of(same)).isEqualTo(Identity.of(standard)));
  }

  @Test
  void theOrderOfScopesAndParametersKeepsTheName() {
    Credential ab = Credentials.standard().withScopes(Scopes.of("a", "b"));
    Credential ba = Credentials.standard().withScopes(Scopes.of("b", "a"));
    assertThat(Identity.of(ab)).isEqualTo(Identity.of(ba));

    assertThat(Identity.of(saml(Map.of("orgName", "acme", "x", "1"))))
        .isEqualTo(Identity.of(saml(Map.of("x", "1", "orgName", "acme"))));
  }

  /** Each lambda has another text form in each process. */
  @Test
  void thePlaceOfASecretKeepsTheName() {
    Grant one = new Grant.JwtBearer(new Grant.Presented(() -> Secret.of("one")));
    Grant two = new Grant.JwtBearer(new Grant.Presented(() -> Secret.of("two")));
    assertThat(Identity.of(Credentials.of(one))).isEqualTo(Identity.of(Credentials.of(two)));

    Grant seeded = new Grant.RefreshToken(() -> Secret.of("one"));
    Grant reseeded = new Grant.RefreshToken(() -> Secret.of("two"));
    assertThat(Identity.of(Credentials.of(seeded)))
        .isEqualTo(Identity.of(Credentials.of(reseeded)));
  }

  @Test
  void aLongerLifeOfStatementsOrAnotherKeyKeepsTheName() {
    Grant one = signed("me", "ada", "idp");
    Grant two =
        new Grant.JwtBearer(new Grant.Signed(key("2"), "me", "ada", "idp", Duration.ofMinutes(5)));

    assertThat(Identity.of(Credentials.of(one))).isEqualTo(Identity.of(Credentials.of(two)));
  }

  private static List<Credential> plain() {
    Credential standard = Credentials.standard();
    Issuer issuer = standard.issuer();
    Endpoints other = Endpoints.of(URI.create("https://idp.example/token2"));
    return List.of(
        standard,
        standard.withScopes(Scopes.of("a")),
        standard.withScopes(Scopes.of("a", "b")),
        standard.withScopes(Scopes.of("A")),
        standard.withAudience("api"),
        standard.withAudience("null"),
        standard.withAudience(""),
        standard.withAudience("a"),
        clientCalled("orders-client\n\"a\""),
        clientCalled("orders-client2"),
        with(standard, issuer.withIdentity("https://idp.example")),
        with(standard, issuer.withIdentity("https://idp.example/")),
        with(standard, Issuer.oauth2(other)),
        with(standard, Issuer.oidc("https://idp.example")));
  }

  private static List<Credential> granted() {
    return List.<Grant>of(
            new Grant.RefreshToken(Credentials.SECRET),
            new Grant.AuthorizationCode(URI.create("http://127.0.0.1/")),
            new Grant.DeviceCode(),
            new Grant.JwtBearer(new Grant.Presented(Credentials.SECRET)),
            signed("me", "ada", "idp"),
            signed("me", "bob", "idp"),
            signed("you", "ada", "idp"),
            signed("me", "ada", "api"),
            signed("m", "eada", "idp"),
            saml(Map.of()).grant(),
            saml(Map.of("orgName", "acme")).grant(),
            saml(Map.of("orgName", "acme2")).grant(),
            saml(Map.of("org", "acme")).grant(),
            exchange("t1", null, null, null),
            exchange("t2", null, null, null),
            exchange("t1", "t2", null, null),
            exchange("t1", "t1", null, null),
            exchange("t1", null, "t2", null),
            exchange("t1", null, null, RESOURCE),
            exchange("t1", null, null, RESOURCE.resolve("/v2")))
        .stream()
        .map(Credentials::of)
        .toList();
  }

  private static Credential with(Credential standard, Issuer issuer) {
    return Credential.of(standard.name(), issuer, standard.grant(), standard.client());
  }

  private static Credential clientCalled(String id) {
    Credential standard = Credentials.standard();
    return Credential.of(
        standard.name(), standard.issuer(), standard.grant(), Credentials.client(id));
  }

  private static Credential proving(ClientAuthentication proof) {
    Credential standard = Credentials.standard();
    Credential.Client client = new Credential.Client(standard.client().id(), proof);
    return Credential.of(standard.name(), standard.issuer(), standard.grant(), client);
  }

  private static Grant signed(String issuer, String subject, String audience) {
    Duration life = Duration.ofMinutes(1);
    return new Grant.JwtBearer(new Grant.Signed(key("1"), issuer, subject, audience, life));
  }

  private static SigningKey key(String id) {
    return new SigningKey(Credentials.SECRET, Algorithm.ES256, id);
  }

  private static Credential saml(Map<String, String> parameters) {
    return Credentials.of(new Grant.Saml2Bearer(Credentials.SECRET, parameters));
  }

  private static Grant exchange(
      String subject, @Nullable String actor, @Nullable String requested, @Nullable URI resource) {
    Grant.Party from = new Grant.Party(Credentials.SECRET, subject);
    Grant.Party by = actor == null ? null : new Grant.Party(Credentials.SECRET, actor);
    return new Grant.TokenExchange(from, by, requested, resource);
  }
}
