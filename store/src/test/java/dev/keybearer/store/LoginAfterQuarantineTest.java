package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.login.CodeLogin;
import dev.keybearer.token.renewal.TokenSources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F27: a database that says "log in again" takes the login. */
class LoginAfterQuarantineTest {
  private static final URI REDIRECT = URI.create("http://127.0.0.1:45678/callback");

  @TempDir private Path parent;
  private final World world = World.open();
  private final SimulatedIssuer issuer = world.issuer("corp");
  private final HttpClient browser = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aLoginTakesThePlaceOfAnItemThatWasPutAside() throws Exception {
    issuer.client("app").redirectUris("http://127.0.0.1/callback");
    Bench bench = new Bench(parent.resolve("store"));
    logIn(bench);
    damage(bench);
    try (SqliteTokenStore store = bench.open()) {
      assertThat(catchThrowable(() -> token(store))).hasMessageContaining("log in again");
    }

    logIn(bench);

    try (SqliteTokenStore store = bench.open()) {
      assertThat(token(store)).isNotEmpty();
    }
  }

  private static void damage(Bench bench) throws SQLException {
    byte[] sealed = (byte[]) bench.look("SELECT sealed FROM item").get(0);
    sealed[sealed.length / 2] ^= 1;
    assertThat(bench.change("UPDATE item SET sealed = ?", (Object) sealed)).isOne();
  }

  private void logIn(Bench bench) throws IOException, InterruptedException {
    try (SqliteTokenStore store = bench.open()) {
      CodeLogin login = CodeLogin.begin(credential(), store, REDIRECT);
      HttpResponse<Void> answer =
          browser.send(
              HttpRequest.newBuilder(login.browserAddress()).build(),
              HttpResponse.BodyHandlers.discarding());
      login.complete(URI.create(answer.headers().firstValue("Location").orElseThrow()));
    }
  }

  private String token(SqliteTokenStore store) {
    try (TokenSources sources = TokenSources.open(TokenSources.Options.STANDARD.withStore(store))) {
      return sources.of(credential()).get().value();
    }
  }

  private Credential credential() {
    Grant grant = new Grant.AuthorizationCode(URI.create("http://127.0.0.1:0/callback"));
    Credential.Client client = new Credential.Client("app", new ClientAuthentication.None());
    return Credential.of("ada", Issuer.oidc(issuer.uri().toString()), grant, client);
  }
}
