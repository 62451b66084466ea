package dev.keybearer.token.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.Endpoints;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.http.Ask;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** X3, F6: endpoints learnt from a discovery document, or not at all. */
class DirectoryTest {
  private static final String IDENTITY = "https://idp.example/realm";
  private static final String WHOLE =
      "{\"issuer\":\"https://idp.example/realm\","
          + "\"token_endpoint\":\"https://idp.example/t\","
          + "\"authorization_endpoint\":\"https://idp.example/a\","
          + "\"device_authorization_endpoint\":\"https://idp.example/d\","
          + "\"revocation_endpoint\":\"https://other.example/r\",\"more\":[1]}";
  private static final Endpoints FOUND =
      new Endpoints(
          URI.create("https://idp.example/t"),
          URI.create("https://idp.example/a"),
          URI.create("https://idp.example/d"),
          URI.create("https://other.example/r"));

  private final FakeTime time = new FakeTime(Instant.EPOCH);
  private final FakeExchange exchange = new FakeExchange(time);
  private final Directory directory = directory(Issuer.oidc(IDENTITY));

  @Test
  void learnsTheEndpointsAndDoesNotAskTwice() throws Exception {
    exchange.then(200, Map.of(), WHOLE);

    assertThat(endpoints()).isEqualTo(FOUND);
    assertThat(endpoints()).isEqualTo(FOUND);

    assertThat(exchange.asked())
        .extracting(Ask::toString)
        .containsExactly("GET https://idp.example/realm/.well-known/openid-configuration");
  }

  @Test
  void asksNothingWhenTheEndpointsAreGiven() throws Exception {
    Directory given = directory(Issuer.oauth2(FOUND).withIdentity(IDENTITY));

    assertThat(given.endpoints(Duration.ofSeconds(1))).isEqualTo(FOUND);
    assertThat(exchange.asked()).isEmpty();
  }

  @Test
  void leavesOutWhatTheDocumentDoesNotName() throws Exception {
    exchange.then(
        200, Map.of(), "{\"issuer\":\"" + IDENTITY + "\",\"token_endpoint\":\"https://i/t\"}");

    assertThat(endpoints()).isEqualTo(Endpoints.of(URI.create("https://i/t")));
  }

  /** The well-known path is appended without doubling the slash; the identity stays as it is. */
  @ParameterizedTest
  @CsvSource({
    "https://idp.example, https://idp.example/.well-known/openid-configuration",
    "https://idp.example/, https://idp.example/.well-known/openid-configuration",
    "https://idp.example/a/b/, https://idp.example/a/b/.well-known/openid-configuration"
  })
  void keepsATrailingSlashInTheIdentityOnly(String identity, String document) throws Exception {
    Directory slashed = directory(Issuer.oidc(identity));
    exchange.then(
        200, Map.of(), "{\"issuer\":\"" + identity + "\",\"token_endpoint\":\"https://i/t\"}");

    slashed.endpoints(Duration.ofSeconds(1));

    assertThat(exchange.asked()).extracting(ask -> ask.uri().toString()).containsExactly(document);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://idp.example/realm/",
        "https://idp.example/Realm",
        "http://idp.example/realm",
        "https://evil.example/realm",
        ""
      })
  void refusesADocumentOfAnotherIssuer(String issuer) {
    exchange.then(200, Map.of(), WHOLE.replace(IDENTITY, issuer));

    assertThatThrownBy(this::endpoints)
        .isInstanceOf(Directory.Unknown.class)
        .hasMessageContaining("describes another issuer than " + IDENTITY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://idp.example/t",
        "http://localhost.evil.example/t",
        "http://127.0.0.1/t",
        "https://user:canary@idp.example/t",
        "https://idp.example/t#canary",
        "file:///canary",
        "/t",
        "not an address",
        ""
      })
  void refusesEndpointsThatSecretsAreNotSentTo(String address) {
    for (String name :
        List.of("idp.example/t", "idp.example/a", "idp.example/d", "other.example/r")) {
      exchange.then(200, Map.of(), WHOLE.replace("https://" + name, address));
    }
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(this::endpoints)
          .isInstanceOf(Directory.Unknown.class)
          .hasMessageContaining("_endpoint that secrets are not sent to")
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void anIssuerOnThisMachineMayNameEndpointsOnThisMachine() throws Exception {
    String here = "http://127.0.0.1:9";
    Directory local = directory(Issuer.oidc(here));
    exchange.then(
        200, Map.of(), "{\"issuer\":\"" + here + "\",\"token_endpoint\":\"" + here + "/t\"}");

    assertThat(local.endpoints(Duration.ofSeconds(1)).token()).isEqualTo(URI.create(here + "/t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"issuer\":\"https://idp.example/realm\"}",
        "{\"issuer\":\"https://idp.example/realm\",\"token_endpoint\":null}",
        "{\"issuer\":\"https://idp.example/realm\",\"token_endpoint\":[\"https://i/t\"]}",
        "{\"token_endpoint\":\"https://idp.example/t\"}",
        "[]",
        "",
        "<html>canary</html>",
        "{\"issuer\":\"https://idp.example/realm\",\"issuer\":\"https://idp.example/realm\"}"
      })
  void refusesADocumentThatIsNone(String body) {
    exchange.then(200, Map.of(), body);

    assertThatThrownBy(this::endpoints)
        .isInstanceOf(Directory.Unknown.class)
        .hasMessageContaining("idp.example")
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 301, 302, 404, 429, 500, 503})
  void refusesAnyOtherStatus(int status) {
    exchange.then(status, Map.of("Location", "https://evil.example/"), WHOLE);

    assertThatThrownBy(this::endpoints)
        .isInstanceOf(Directory.Unknown.class)
        .hasMessageContaining("answered " + status);
    assertThat(exchange.asked()).hasSize(1);
  }

  @Test
  void looksAgainAfterAFailureAndRemembersOnlyTheSuccess() throws Exception {
    exchange.thenNothing().then(503, Map.of(), "").then(200, Map.of(), WHOLE);

    assertThatThrownBy(this::endpoints)
        .hasMessageContaining("discovery at")
        .hasMessageContaining("refused");
    assertThatThrownBy(this::endpoints).hasMessageContaining("503");
    assertThat(endpoints()).isEqualTo(FOUND);
    assertThat(endpoints()).isEqualTo(FOUND);
    assertThat(exchange.asked()).hasSize(3);
  }

  @Test
  void manyThreadsLearnTheSameAndAskNoMoreOnceItIsKnown() throws Exception {
    exchange.then(200, Map.of(), WHOLE);
    int threads = 64;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch ready = new CountDownLatch(threads);
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<Endpoints>> learnt = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      learnt.add(
          pool.submit(
              () -> {
                ready.countDown();
                gate.await();
                return endpoints();
              }));
    }
    ready.await();
    gate.countDown();
    for (Future<Endpoints> one : learnt) {
      assertThat(one.get()).isEqualTo(FOUND);
    }
    pool.shutdown();
    int asked = exchange.asked().size();

    endpoints();

    assertThat(asked).isBetween(1, threads);
    assertThat(exchange.asked()).hasSize(asked);
  }

  private Endpoints endpoints() throws Directory.Unknown {
    return directory.endpoints(Duration.ofSeconds(1));
  }

  private Directory directory(Issuer issuer) {
    return new Directory(issuer, exchange, new ServerClock(time));
  }
}
