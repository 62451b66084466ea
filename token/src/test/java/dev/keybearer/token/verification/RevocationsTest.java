package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.JudgingScene.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.TokenForm;
import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.secret.Secret;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** K4, V19: a token that was ended early is refused at every use, by whatever it was ended. */
class RevocationsTest {
  private static final Secret KEY = Secret.of("the key of names");

  private final Set<TargetKey> ended = ConcurrentHashMap.newKeySet();
  private final JudgingScene scene =
      new JudgingScene(
          Verifiers.Options.STANDARD
              .withFingerprintKey(KEY)
              .withRevocations(verified -> verified.targets().stream().anyMatch(ended::contains)));

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aTokenHasAllTheNamesByWhichItCanBeEnded() {
    String token = scene.token();
    Verified verified = verified(token);
    Claims claims = verified.claims();
    String issuer = scene.issuer.uri().toString();

    assertThat(verified.targets())
        .containsExactly(
            new Target.Text(new Fingerprinter(KEY).of(Secret.of(token))).key(),
            TargetKey.ofSigned(token.substring(0, token.lastIndexOf('.'))),
            new Target.Numbered(issuer, String.valueOf(claims.tokenId())).key(),
            new Target.Subject(null, String.valueOf(claims.subject())).key(),
            new Target.Subject(issuer, String.valueOf(claims.subject())).key(),
            new Target.Client(null, "app").key(),
            new Target.Client(issuer, "app").key());
  }

  @Test
  void theNamesAreFoundOnce() {
    Verified verified = verified(scene.token());

    assertThat(verified.targets()).isSameAs(verified.targets());
  }

  @Test
  void aTokenThatWasJudgedBeforeIsRefusedAtItsNextUse() {
    String token = scene.token();
    for (TargetKey key : verified(token).targets()) {
      ended.add(key);
      assertThat(scene.refusal(token)).isEqualTo(Reason.REVOKED);
      ended.clear();
      scene.accepted(token);
    }
  }

  @Test
  void aPresentedTokenIsEndedUnderAnySignatureThatIsAsGood() {
    SigningKey key = scene.issuer.keys().key(Algorithm.ES256);
    String token = scene.sign(scene.claims());
    byte[] signature = Signatures.of(token);
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    String twin = Signatures.replaced(token, Signatures.pair(r, Signatures.order(key).subtract(s)));
    assertThat(verified(twin).fingerprint()).isNotEqualTo(verified(token).fingerprint());

    Target.of(Secret.of(token), new Fingerprinter(KEY)).forEach(each -> ended.add(each.key()));

    assertThat(scene.refusal(token)).isEqualTo(Reason.REVOKED);
    assertThat(scene.refusal(twin)).isEqualTo(Reason.REVOKED);
  }

  @Test
  void anOpaqueTokenIsNamedByItsTextAndByWhatItsIssuerSaysOfIt() {
    scene.issuer.habits().tokenForm(TokenForm.OPAQUE);
    scene.issuer.client("api").secret("s3cret");
    Credential.Client client =
        new Credential.Client("api", new ClientAuthentication.Basic(() -> Secret.of("s3cret")));
    Verifier verifier =
        scene.verifiers.of(
            scene.expectation().withCheck(Introspection.of(scene.issuer(), client, scene.time)));
    String token = scene.token();
    Verified verified = (Verified) JudgingScene.judge(verifier, token);
    Target text = new Target.Text(new Fingerprinter(KEY).of(Secret.of(token)));

    assertThat(verified.fingerprint()).isEqualTo(((Target.Text) text).fingerprint());
    assertThat(verified.targets()).contains(text.key(), new Target.Client(null, "app").key());

    ended.add(text.key());
    assertThat(JudgingScene.refusal(verifier, token)).isEqualTo(Reason.REVOKED);
    assertThat(failing(verifier, token)).isEqualTo(List.of(Point.Name.REVOKED));
  }

  @Test
  void anExaminationSaysThatATokenWasEnded() {
    String token = scene.token();
    ended.add(new Target.Text(new Fingerprinter(KEY).of(Secret.of(token))).key());

    assertThat(failing(scene.verifier(), token)).isEqualTo(List.of(Point.Name.REVOKED));
  }

  /** For whoever goes on by a token long after it was judged (Y2). */
  @Test
  void saysWhenATokenThatWasGoodCountsNoMore() {
    Verifier verifier = scene.verifier();
    Verified verified = verified(scene.token());
    assertThat(verifier.endedSince(verified)).isNull();

    ended.add(verified.targets().get(0));
    assertThat(verifier.endedSince(verified)).isEqualTo(Reason.REVOKED);
    ended.clear();
    scene.advance(Duration.ofHours(1).minusMillis(1));
    assertThat(verifier.endedSince(verified)).isNull();
    scene.advance(Duration.ofMillis(1));
    assertThat(verifier.endedSince(verified)).isEqualTo(Reason.EXPIRED);
  }

  private Verified verified(String token) {
    return (Verified) scene.judge(token);
  }

  private static List<Point.Name> failing(Verifier verifier, String token) {
    return verifier.examine(Presentation.bearer(token), PATIENCE).points().stream()
        .filter(point -> point.answer() == Point.Answer.FAILS)
        .map(Point::name)
        .toList();
  }
}
