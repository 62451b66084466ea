package dev.keybearer.token.keycloak;

import static dev.keybearer.token.keycloak.Wire.json;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Limits;
import dev.keybearer.token.MemoryTokenStore;
import dev.keybearer.token.RecordingRecorder;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.lease.Journal;
import dev.keybearer.token.login.CodeLogin;
import dev.keybearer.token.login.Login;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** What a user of the library has beside a Keycloak: a store, sources, a recorder, and Ada. */
final class Household implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Tests renew more often than anybody else would. */
  private static final Limits BRISK = new Limits(1000, Duration.ofMillis(1));

  private static final URI REDIRECT = URI.create("http://127.0.0.1:45678/callback");

  final TokenStore store = MemoryTokenStore.open();
  final RecordingRecorder recorder = new RecordingRecorder();
  final OffsetTime time = new OffsetTime();
  final TokenSources sources =
      TokenSources.open(
          TokenSources.Options.STANDARD.withStore(store).withRecorder(recorder).withTime(time));
  private final Keycloak keycloak;
  private final Wire wire = new Wire();

  Household(Keycloak keycloak) {
    this.keycloak = keycloak;
  }

  Credential credential(String client, ClientAuthentication authentication, Grant grant) {
    Credential.Client known = new Credential.Client(client, authentication);
    return Credential.of(client, keycloak.issuer(), grant, known).withLimits(BRISK);
  }

  Credential confidential(String client, String secret) {
    ClientAuthentication basic = new ClientAuthentication.Basic(() -> Secret.of(secret));
    return credential(client, basic, new Grant.ClientCredentials());
  }

  /** The public client that Ada logs in at. */
  Credential app() {
    return credential(
        "app",
        new ClientAuthentication.None(),
        new Grant.AuthorizationCode(URI.create("http://127.0.0.1:0/callback")));
  }

  /** Ada logs in by browser. */
  Login logIn(Credential credential) {
    CodeLogin login = CodeLogin.begin(credential, store, REDIRECT);
    return login.complete(new Person().logIn(login.browserAddress()));
  }

  /** The refresh token that rests in the store. */
  String refreshToken(Credential credential) {
    Journal journal = new Journal(store, credential);
    return Objects.requireNonNull(journal.recover().orElseThrow().kept().refresh()).reveal();
  }

  /** Whether Keycloak says that a token is good. */
  boolean isActive(String token) {
    String answer = wire.ask(endpoint("token/introspect"), Map.of("token", token)).body();
    return Boolean.TRUE.equals(json(answer).bool("active"));
  }

  /** Uses a refresh token behind the library's back; the status of the answer. */
  int replay(String refreshToken) {
    Map<String, String> form =
        Map.of("grant_type", "refresh_token", "client_id", "app", "refresh_token", refreshToken);
    return wire.send(Wire.form(endpoint("token"), form)).statusCode();
  }

  /**
   * Renews in a later second than now: Keycloak tells uses of refresh tokens apart by times in
   * whole seconds, so a replay within the second of the last use passes for it.
   */
  void renewInALaterSecond(Credential credential) {
    long second = Instant.now().getEpochSecond();
    while (Instant.now().getEpochSecond() == second) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    sources.renew(credential, PATIENCE);
  }

  private URI endpoint(String name) {
    return URI.create(keycloak.realm() + "/protocol/openid-connect/" + name);
  }

  /** What Keycloak wrote into a token. */
  static JsonObject claims(Token token) {
    byte[] payload = Base64.getUrlDecoder().decode(token.value().split("\\.", 3)[1]);
    return json(new String(payload, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    sources.close();
    store.close();
  }
}
