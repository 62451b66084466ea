package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.JudgingScene.accepted;
import static dev.keybearer.token.verification.JudgingScene.judge;
import static dev.keybearer.token.verification.JudgingScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.http.FakeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** V1 to V13: everything that somebody may try with a token, against a real issuer's keys. */
class AttackTest {
  /** Keys, and where they are. */
  private static final Set<Endpoint> FETCHES = Set.of(Endpoint.JWKS, Endpoint.DISCOVERY);

  private final JudgingScene scene = new JudgingScene();
  private final SimulatedIssuer partner = scene.world.issuer("partner");
  private FakeServer listener;
  private Forge forge;
  private Verifier verifier;

  @BeforeEach
  void open() throws IOException {
    listener = FakeServer.answering("");
    forge = new Forge(scene, partner, listener.uri("/keys"));
    Expectation other = Expectation.of(partner(), JudgingScene.AUDIENCE);
    verifier =
        scene.verifiers.of(scene.expectation().withRequired(Scopes.of("orders:read")), other);
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    scene.close();
  }

  /** V13: and the public answer is the same for all but a token that is good for less. */
  @Test
  void refusesEachOfThemForWhatIsWrongWithIt() {
    Attacks attacks = Attacks.all(forge);
    Map<String, String> others = new LinkedHashMap<>();
    Set<String> answers = new TreeSet<>();
    attacks
        .tokens()
        .forEach(
            (name, token) -> {
              forgetKeys();
              Reason expected = attacks.reasons().get(name);
              Reason reason = refusal(verifier, token);
              if (reason != expected) {
                others.put(name, reason + " and not " + expected);
              }
              if (reason != Reason.SCOPE) {
                answers.add(reason.error());
              }
            });

    assertThat(attacks.tokens()).as("cases run").hasSize(628);
    assertThat(others).isEmpty();
    assertThat(answers).containsExactly("invalid_token");
  }

  /** Strangers cause the two fetches that they may, and no other request to anybody. */
  @Test
  void acceptsNoneAndAsksNobody() throws Exception {
    accepted(verifier, forge.token());
    accepted(verifier, partnersToken());
    int before = scene.issuer.referee().count() + partner.referee().count();
    Set<String> accepted = new TreeSet<>();
    Attacks.all(forge)
        .tokens()
        .forEach(
            (name, token) -> {
              if (isAccepted(token)) {
                accepted.add(name);
              }
            });

    assertThat(accepted).isEmpty();
    assertThat(FETCHES).containsAll(scene.issuer.referee().counts().keySet());
    assertThat(FETCHES).containsAll(partner.referee().counts().keySet());
    assertThat(scene.issuer.referee().count() + partner.referee().count() - before)
        .as("one refetch of each issuer's keys")
        .isLessThanOrEqualTo(2);
    assertThat(isFirstToConnect()).isTrue();
  }

  /** What an event loop is told is what everybody is told, or nothing. */
  @Test
  void tellsAtOnceNothingElse() {
    accepted(verifier, forge.token());
    accepted(verifier, partnersToken());
    Map<String, String> others = new LinkedHashMap<>();
    Set<String> told = new TreeSet<>();
    Attacks.all(forge)
        .tokens()
        .forEach(
            (name, token) -> {
              Verdict atOnce = verifier.judgeAtOnce(Presentation.bearer(token), Scopes.none());
              if (atOnce != null) {
                told.add(name);
                Verdict later = judge(verifier, token);
                if (atOnce instanceof Verified || !atOnce.equals(later)) {
                  others.put(name, atOnce + " and not " + later);
                }
              }
            });

    assertThat(others).isEmpty();
    assertThat(told).as("verdicts at once").hasSizeGreaterThan(400);
  }

  /** Otherwise every attack would be refused for a reason that is none. */
  @Test
  void acceptsWhatIsHonest() throws Exception {
    for (SigningKey key : new SigningKey[] {forge.rsa, forge.pss, forge.ec, forge.ed}) {
      accepted(verifier, Jws.sign(key, JudgingScene.header(key), forge.claims()));
    }
    assertThat(forge.partner.id()).as("the same at both issuers").isEqualTo(forge.ec.id());
    accepted(verifier, partnersToken());
    String pointers =
        "\"jku\":" + Forge.quoted(forge.listener.toString()) + ",\"jwk\":{\"kty\":\"oct\"}";
    accepted(verifier, forge.tokenWith(pointers));
    accepted(verifier, forge.tokenWith("\"x5u\":" + Forge.quoted(forge.listener.toString())));
    accepted(verifier, forge.tokenWith("\"x\":" + "[".repeat(15) + "]".repeat(15)));
    assertThat(isFirstToConnect()).isTrue();
  }

  private String partnersToken() {
    String claims = forge.claims("iss", Forge.quoted(partner.uri().toString()));
    return Jws.sign(forge.partner, JudgingScene.header(forge.partner), claims);
  }

  private boolean isAccepted(String token) {
    try {
      return judge(verifier, token) instanceof Verified;
    } catch (VerificationFailure nobodyCanTell) {
      return false;
    }
  }

  /** Lets the next token be judged as if it were the first, so that its reason can be told. */
  private void forgetKeys() {
    scene.verifiers.purge(scene.issuer());
    scene.verifiers.purge(partner());
  }

  private Issuer partner() {
    return Issuer.oidc(partner.uri().toString());
  }

  /** Connections are accepted in their order, so whoever came before would be counted too. */
  private boolean isFirstToConnect() throws IOException, InterruptedException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), forge.listener.getPort())) {
      socket.getOutputStream().write("x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return listener.takeRequest().startsWith("x") && listener.connections() == 1;
    }
  }
}
