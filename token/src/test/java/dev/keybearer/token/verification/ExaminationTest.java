package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.JudgingScene.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.TokenForm;
import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Point.Answer;
import dev.keybearer.token.verification.Point.Name;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an examination says beside the verdict. */
class ExaminationTest {
  private final JudgingScene scene = new JudgingScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void saysOfAGoodTokenWhatHolds() {
    Examination examined = examine(scene.token());

    assertThat(examined.verdict()).isInstanceOf(Verified.class);
    assertThat(examined.decisive()).isNull();
    assertThat(examined.points()).extracting(Point::name).containsExactly(Name.values());
    assertThat(examined.points())
        .contains(
            new Point(Name.FORM, Answer.HOLDS, "a signed token"),
            new Point(Name.ALGORITHM, Answer.HOLDS, "ES256"),
            new Point(Name.EXPIRY, Answer.HOLDS, "another 1 h"),
            new Point(Name.BEGIN, Answer.HOLDS, "issued 0 ms ago"),
            new Point(Name.AUDIENCE, Answer.HOLDS, "orders"),
            new Point(Name.LIFE, Answer.NOT_LOOKED_AT, "it may live as long as its issuer likes"));
  }

  @Test
  void looksAtEverythingAfterTheFirstThatFails() {
    String token = scene.token();
    scene.advance(Duration.ofHours(2));
    Verifier verifier =
        scene.verifiers.of(
            scene.expectation().withType(TokenType.AT_JWT).withRequired(Scopes.of("admin")));
    Expectation other = Expectation.of(scene.issuer(), "invoices").withClaims(Map.of("org", "a"));

    assertThat(failing(verifier.examine(Presentation.bearer(token), PATIENCE)))
        .containsExactly(Name.EXPIRY, Name.SCOPES);
    assertThat(failing(scene.verifiers.of(other).examine(Presentation.bearer(token), PATIENCE)))
        .containsExactly(Name.EXPIRY, Name.AUDIENCE, Name.CLAIMS);
  }

  @Test
  void goesOnAfterASignatureThatIsNone() {
    String token = scene.token();
    Examination examined = examine(token.substring(0, token.lastIndexOf('.')) + ".AAAA");

    assertThat(failing(examined)).containsExactly(Name.SIGNATURE);
    assertThat(answer(examined, Name.AUDIENCE)).isEqualTo(Answer.HOLDS);
    assertThat(examined.token().claims()).contains(entry("aud", "orders"));
  }

  @Test
  void readsWithoutBelieving() {
    Unverified read = Unverified.read(scene.token());

    assertThat(read.form()).isEqualTo(Unverified.Form.SIGNED);
    assertThat(read.header()).contains(entry("alg", "ES256"), entry("typ", "at+jwt"));
    assertThat(read.issuer()).isEqualTo(scene.issuer.uri().toString());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void tellsFormsApart(String text, Unverified.Form form) {
    assertThat(Unverified.read(text).form()).isEqualTo(form);
  }

  static List<Object[]> forms() {
    String header = base64("{\"alg\":\"ES256\"}");
    return List.of(
        new Object[] {"", Unverified.Form.MALFORMED},
        new Object[] {"mF_9.B5f-4.1JqM", Unverified.Form.OPAQUE},
        new Object[] {"2YotnFZFEjr1zCsicMWpAA", Unverified.Form.OPAQUE},
        new Object[] {header + "..", Unverified.Form.MALFORMED},
        new Object[] {header + "." + base64("{}") + ".", Unverified.Form.SIGNED},
        new Object[] {header + "." + base64("[]") + ".", Unverified.Form.MALFORMED},
        new Object[] {base64("{\"crit\":[]}") + ".e30.", Unverified.Form.SIGNED},
        new Object[] {header + ".a.b.c.d", Unverified.Form.ENCRYPTED},
        new Object[] {header + ".a.b.c", Unverified.Form.MALFORMED},
        new Object[] {"a".repeat(8192), Unverified.Form.OPAQUE},
        new Object[] {"a".repeat(8193), Unverified.Form.MALFORMED});
  }

  /** The same rules in the same order: first on a token never seen, then on one just judged. */
  @ParameterizedTest
  @MethodSource("makers")
  void saysWhatJudgingSays(String what, Maker maker) {
    String token = maker.make(scene);

    compare(scene.verifier(), token);
    compare(scene.verifiers.of(scene.expectation().withCheck(introspection())), token);
    try (Verifiers forgetful =
        Verifiers.open(Verifiers.Options.STANDARD.withTime(scene.time).withMostVerdicts(0))) {
      compare(forgetful.of(scene.expectation()), token);
    }
  }

  private static void compare(Verifier verifier, String token) {
    Verdict examined = verifier.examine(Presentation.bearer(token), PATIENCE).verdict();
    Verdict judged = verifier.judge(Presentation.bearer(token), PATIENCE);
    Verdict again = verifier.examine(Presentation.bearer(token), PATIENCE).verdict();

    if (judged instanceof Verified) {
      assertThat(List.of(examined, again)).allMatch(Verified.class::isInstance);
    } else {
      assertThat(List.of(examined, again)).containsOnly(judged);
    }
  }

  static List<Object[]> makers() {
    return List.of(
        maker("good", JudgingScene::token),
        maker("empty", s -> ""),
        maker("not ASCII", s -> s.token() + "é"),
        maker("opaque", s -> "2YotnFZFEjr1zCsicMWpAA"),
        maker("two parts", s -> s.token().substring(0, s.token().lastIndexOf('.'))),
        maker("encrypted", s -> s.token() + ".a.b"),
        maker("padded", s -> s.token() + "="),
        maker("no signature", s -> s.token().replaceFirst("[^.]+$", "")),
        maker("broken signature", s -> s.token().replaceFirst("[^.]+$", "A")),
        maker("crit", s -> headed(s, "{\"alg\":\"ES256\",\"crit\":[\"exp\"]}")),
        maker("none", s -> headed(s, "{\"alg\":\"none\"}")),
        maker("HS256", s -> headed(s, "{\"alg\":\"HS256\"}")),
        maker("unknown key", s -> headed(s, "{\"alg\":\"ES256\",\"kid\":\"other\"}")),
        maker("another key", ExaminationTest::ofAnotherKey),
        maker("id token", s -> headed(s, "{\"alg\":\"ES256\",\"typ\":\"id+jwt\"}")),
        maker("no claims", s -> s.sign("[]")),
        maker("other issuer", s -> s.sign(s.claims().replace("\"iss\":\"", "\"iss\":\"x"))),
        maker("no exp", s -> s.sign(s.claims().replace("\"exp\"", "\"ex\""))),
        maker(
            "not yet", s -> s.sign(s.claims().replace("\"exp\":", "\"nbf\":9999999999,\"exp\":"))),
        maker("other audience", s -> s.sign(s.claims().replace("\"orders\"", "\"invoices\""))),
        maker("bound", s -> s.sign(s.claims().replace("\"exp\":", "\"cnf\":{},\"exp\":"))),
        maker(
            "two wrongs", s -> s.sign(s.claims().replace("\"orders\"", "7").replace("exp", "x"))));
  }

  @Test
  void cannotTellWithoutKeysAndLooksAtTheRest() {
    String token = scene.token();
    scene.issuer.stop();

    Examination examined = examine(token);

    assertThat(examined.verdict()).isNull();
    assertThat(examined.decisive()).isNotNull().extracting(Point::name).isEqualTo(Name.KEY);
    assertThat(answer(examined, Name.KEY)).isEqualTo(Answer.CANNOT_TELL);
    assertThat(answer(examined, Name.SIGNATURE)).isEqualTo(Answer.NOT_LOOKED_AT);
    assertThat(answer(examined, Name.AUDIENCE)).isEqualTo(Answer.HOLDS);
    assertThatThrownBy(() -> scene.judge(token)).isInstanceOf(VerificationFailure.class);
  }

  @Test
  void asksAboutAnOpaqueToken() {
    scene.issuer.habits().tokenForm(TokenForm.OPAQUE);
    Verifier verifier = scene.verifiers.of(scene.expectation().withCheck(introspection()));
    String token = scene.token();

    Examination good = verifier.examine(Presentation.bearer(token), PATIENCE);
    Examination unknown = verifier.examine(Presentation.bearer("unheard-of"), PATIENCE);

    assertThat(good.token()).isEqualTo(new Unverified(Unverified.Form.OPAQUE, Map.of(), Map.of()));
    assertThat(good.verdict()).isInstanceOf(Verified.class);
    assertThat(answer(good, Name.ASKED)).isEqualTo(Answer.HOLDS);
    assertThat(answer(good, Name.AUDIENCE)).isEqualTo(Answer.HOLDS);
    assertThat(answer(good, Name.SIGNATURE)).isEqualTo(Answer.NOT_LOOKED_AT);
    assertThat(failing(unknown)).containsExactly(Name.ASKED);
    assertThat(unknown.verdict())
        .isEqualTo(verifier.judge(Presentation.bearer("unheard-of"), PATIENCE));
  }

  @Test
  void saysWhatOfAnAnswerIsNotExpected() {
    scene.issuer.habits().tokenForm(TokenForm.OPAQUE);
    scene.issuer.client("app").audience("invoices");
    Verifier verifier = scene.verifiers.of(scene.expectation().withCheck(introspection()));

    Examination examined = verifier.examine(Presentation.bearer(scene.token()), PATIENCE);

    assertThat(answer(examined, Name.ASKED)).isEqualTo(Answer.HOLDS);
    assertThat(failing(examined)).containsExactly(Name.AUDIENCE);
    assertThat(answer(examined, Name.REVOKED)).isEqualTo(Answer.NOT_LOOKED_AT);
  }

  @Test
  void cannotTellWhenItsIssuerDoesNotAnswer() {
    scene.issuer.habits().tokenForm(TokenForm.OPAQUE);
    scene.issuer.faults().always(Endpoint.INTROSPECTION, Fault.status(500));
    Verifier verifier = scene.verifiers.of(scene.expectation().withCheck(introspection()));

    Examination examined = verifier.examine(Presentation.bearer(scene.token()), PATIENCE);

    assertThat(examined.verdict()).isNull();
    assertThat(answer(examined, Name.ASKED)).isEqualTo(Answer.CANNOT_TELL);
  }

  /** H1: an examination is shown, logged and kept; the token is not. */
  @Test
  void holdsNoTokenAndShowsNoPersonalClaim() {
    String token = scene.token();
    Examination examined = examine(token);

    assertThat(examined.toString()).doesNotContain("sub", "jti", signature(token));
    assertThat(examined.token().toString()).isEqualTo("Unverified[SIGNED]");
    assertThat(examined.points().toString() + examined.token().claims() + examined.token().header())
        .doesNotContain(token.split("\\."));
  }

  private Examination examine(String token) {
    return scene.verifier().examine(Presentation.bearer(token), PATIENCE);
  }

  private Introspection introspection() {
    scene.issuer.client("checker").secret("checker-secret");
    return Introspection.of(
        scene.issuer(),
        new Credential.Client(
            "checker", new ClientAuthentication.Basic(() -> Secret.of("checker-secret"))));
  }

  private static List<Name> failing(Examination examined) {
    return examined.points().stream()
        .filter(point -> point.answer() == Answer.FAILS)
        .map(Point::name)
        .toList();
  }

  private static Answer answer(Examination examined, Name name) {
    return examined.points().stream()
        .filter(point -> point.name() == name)
        .map(Point::answer)
        .findFirst()
        .orElseThrow();
  }

  private static String signature(String token) {
    return token.substring(token.lastIndexOf('.') + 1);
  }

  private static String headed(JudgingScene scene, String header) {
    return Jws.sign(scene.issuer.keys().key(Algorithm.ES256), header, scene.claims());
  }

  private static String ofAnotherKey(JudgingScene scene) {
    String known = scene.issuer.keys().key(Algorithm.ES256).id();
    SigningKey other = SigningKey.generate(known, Algorithm.ES256);
    return Jws.sign(other, JudgingScene.header(other), scene.claims());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Object[] maker(String what, Maker maker) {
    return new Object[] {what, maker};
  }

  interface Maker {
    String make(JudgingScene scene);
  }
}
