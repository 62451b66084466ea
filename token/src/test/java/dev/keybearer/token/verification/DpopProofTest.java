package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.Holder.presented;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.verification.Verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V21: every condition of RFC 9449 section 4.3 on a proof. */
class DpopProofTest {
  private static final String TOKEN = "token";

  private final Holder holder = Holder.of(Algorithm.ES256);
  private final FakeTime time = new FakeTime(Instant.parse("2026-11-20T12:00:00Z"));
  private Possession possession = new Possession(Proofs.STANDARD, time);

  @ParameterizedTest
  @EnumSource(names = {"ES256", "EDDSA", "RS256", "PS256"})
  void acceptsAProofOfEveryUsualAlgorithm(Algorithm algorithm) {
    Holder other = Holder.of(algorithm);

    assertThat(judge(other, presented(TOKEN, other.proof(TOKEN, now())))).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"RS384", "PS512", "ES384", "ES512"})
  void refusesAProofOfAnotherAlgorithm(Algorithm algorithm) {
    Holder other = Holder.of(algorithm);

    assertThat(refusal(other, presented(TOKEN, other.proof(TOKEN, now())))).isEqualTo(Reason.PROOF);
  }

  @Test
  void refusesAProofMadeWithAnotherKey() {
    Holder thief = Holder.of(Algorithm.ES256);

    assertThat(refusal(presented(TOKEN, thief.proof(TOKEN, now())))).isEqualTo(Reason.UNPROVED);
  }

  @Test
  void refusesAProofThatCarriesTheKeyButWasSignedWithAnother() {
    Holder thief = Holder.of(Algorithm.ES256);

    String proof = thief.sign(holder.header(), holder.claims(TOKEN, now()));

    assertThat(refusal(presented(TOKEN, proof))).isEqualTo(Reason.PROOF);
  }

  @Test
  void expectsExactlyOneProof() {
    String one = holder.proof(TOKEN, now());
    String other = holder.proof(TOKEN, now());

    assertThat(refusal(presented(TOKEN))).isEqualTo(Reason.PROOF);
    assertThat(refusal(presented(TOKEN, one, other))).isEqualTo(Reason.PROOF);
    assertThat(refusal(presented(TOKEN, one, one))).isEqualTo(Reason.PROOF);
    assertThat(refusal(presented(TOKEN, one + "," + other))).isEqualTo(Reason.PROOF);
    assertThat(judge(presented(TOKEN, one))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "a.b.c",
        "e30.e30.e30",
        "e30.e30.e30.e30.e30",
        "eyJ0eXAiOiJkcG9wK2p3dCJ9.e30.AAAA"
      })
  void refusesWhatIsNoProof(String text) {
    assertThat(refusal(presented(TOKEN, text))).isEqualTo(Reason.PROOF);
  }

  @Test
  void refusesAProofThatIsWrittenInAnotherWay() {
    String proof = holder.proof(TOKEN, now());

    assertThat(refusal(presented(TOKEN, proof + "="))).isEqualTo(Reason.PROOF);
    assertThat(refusal(presented(TOKEN, " " + proof))).isEqualTo(Reason.PROOF);
    assertThat(refusal(presented(TOKEN, proof + "."))).isEqualTo(Reason.PROOF);
    assertThat(refusal(presented(TOKEN, proof.substring(0, proof.length() - 1))))
        .isEqualTo(Reason.PROOF);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "typ | \"JWT\"",
        "typ | \"at+jwt\"",
        "typ | null",
        "typ | 7",
        "typ | -",
        "alg | \"none\"",
        "alg | \"HS256\"",
        "alg | \"es256\"",
        "alg | \"ES384\"",
        "alg | \"RS256\"",
        "alg | null",
        "alg | -",
        "jwk | -",
        "jwk | null",
        "jwk | {}",
        "jwk | \"key\"",
        "jwk | {\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
        "crit | [\"jwk\"]",
        "b64 | false",
        "cty | \"JWT\"",
        "enc | \"A256GCM\"",
      })
  void refusesAProofWithAnotherHeader(String name, String value) {
    Map<String, String> header = holder.header();
    put(header, name, value);

    String proof = holder.sign(header, holder.claims(TOKEN, now()));

    assertThat(refusal(presented(TOKEN, proof))).isEqualTo(Reason.PROOF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
  void refusesAProofThatGivesAPrivateKeyAway(String member) {
    Map<String, String> header = holder.header();
    header.put("jwk", holder.jwk().replaceFirst("\\{", "{\"" + member + "\":\"AQAB\","));

    String proof = holder.sign(header, holder.claims(TOKEN, now()));

    assertThat(refusal(presented(TOKEN, proof))).isEqualTo(Reason.PROOF);
  }

  @Test
  void acceptsTheTypeInAnySpellingOfMediaTypes() {
    Map<String, String> header = holder.header();
    header.put("typ", "\"application/DPoP+JWT\"");

    String proof = holder.sign(header, holder.claims(TOKEN, now()));

    assertThat(judge(presented(TOKEN, proof))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "jti | -",
        "jti | null",
        "jti | 7",
        "jti | \"\"",
        "htm | -",
        "htm | \"POST\"",
        "htm | \"get\"",
        "htm | [\"GET\"]",
        "htu | -",
        "htu | null",
        "htu | \"\"",
        "htu | \"/orders\"",
        "htu | \"http://api.example.com/orders\"",
        "htu | \"https://api.example.com/orders/\"",
        "htu | \"https://api.example.com/Orders\"",
        "htu | \"https://api.example.com:8443/orders\"",
        "htu | \"https://api.example.org/orders\"",
        "htu | \"https://me@api.example.com/orders\"",
        "htu | \"https://api.example.com/orders\\u0000\"",
        "htu | \"https://api.example.com/ord\\u00e9rs\"",
        "iat | -",
        "iat | null",
        "iat | \"1700000000\"",
        "iat | -1",
        "iat | 1e400",
        "iat | 9223372036854775808",
        "ath | -",
        "ath | null",
        "ath | \"\"",
        "ath | \"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo\"",
      })
  void refusesAProofThatSaysSomethingElse(String name, String value) {
    Map<String, String> claims = holder.claims(TOKEN, now());
    put(claims, name, value);

    String proof = holder.sign(holder.header(), claims);

    assertThat(refusal(presented(TOKEN, proof))).isEqualTo(Reason.PROOF);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/orders?page=2",
        "https://api.example.com/orders#top",
        "https://api.example.com:443/orders",
        "HTTPS://API.Example.COM/orders",
        "https://api.example.com/%6Frders",
        "https://api.example.com/x/../orders",
      })
  void takesTheTargetInAnySpelling(String target) {
    Map<String, String> claims = holder.claims(TOKEN, now());
    claims.put("htu", "\"" + target + "\"");
    String proof = holder.sign(holder.header(), claims);

    assertThat(judge(presented(TOKEN, proof))).isNull();
  }

  @Test
  void boundsTheLengthOfAnId() {
    assertThat(judge(withId("i".repeat(256)))).isNull();
    assertThat(refusal(withId("i".repeat(257)))).isEqualTo(Reason.PROOF);
    assertThat(judge(withId("i"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"-61,false", "-60,true", "-59,true", "9,true", "10,true", "11,false"})
  void acceptsAProofForAMinuteAndTenSecondsAhead(int seconds, boolean accepted) {

    Presentation presented = presented(TOKEN, holder.proof(TOKEN, now().plusSeconds(seconds)));

    assertThat(judge(presented) == null).isEqualTo(accepted);
  }

  @Test
  void refusesAProofThatIsOneMillisecondTooOld() {
    String one = holder.proof(TOKEN, now());
    String other = holder.proof(TOKEN, now());

    time.advance(Duration.ofSeconds(60));
    assertThat(judge(presented(TOKEN, one))).isNull();
    time.advance(Duration.ofMillis(1));

    assertThat(refusal(presented(TOKEN, other))).isEqualTo(Reason.PROOF);
  }

  @Test
  void aProofThatIsRefusedIsNotRemembered() {
    possession = new Possession(Proofs.STANDARD.withMostRemembered(1), time);
    Holder thief = Holder.of(Algorithm.ES256);
    for (int i = 0; i < 3; i++) {
      refusal(presented(TOKEN, thief.proof(TOKEN, now())));
      refusal(presented(TOKEN, thief.sign(holder.header(), holder.claims(TOKEN, now()))));
    }

    assertThat(judge(presented(TOKEN, holder.proof(TOKEN, now())))).isNull();
  }

  @Test
  void showsNothingOfAProofInWords() {
    String canary =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("canary".getBytes(StandardCharsets.UTF_8));

    Refused refused = judge(presented(TOKEN, "canary." + canary + ".canary"));

    assertThat(String.valueOf(refused)).doesNotContain("canary").doesNotContain(canary);
    assertThat(presented(TOKEN, "canary").toString()).doesNotContain("canary");
  }

  private Presentation withId(String id) {
    Map<String, String> claims = holder.claims(TOKEN, now());
    claims.put("jti", "\"" + id + "\"");
    return presented(TOKEN, holder.sign(holder.header(), claims));
  }

  private static void put(Map<String, String> members, String name, String value) {
    if (value.equals("-")) {
      members.remove(name);
    } else {
      members.put(name, value);
    }
  }

  private Instant now() {
    return time.wall();
  }

  private @Nullable Refused judge(Presentation presented) {
    return judge(holder, presented);
  }

  private @Nullable Refused judge(Holder bound, Presentation presented) {
    return possession.objection(bound.thumbprint(), presented);
  }

  private Reason refusal(Presentation presented) {
    return refusal(holder, presented);
  }

  private Reason refusal(Holder bound, Presentation presented) {
    Refused refused = judge(bound, presented);
    return Objects.requireNonNull(refused, "it was accepted").reason();
  }
}
