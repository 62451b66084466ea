package dev.keybearer.token.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Issuer;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V9, V11, V12: each rule at its edges, with a time that stands where the test puts it. */
class ClaimRuleTest {
  private static final long EXP = 1_800_000_000;
  private static final Expectation EXPECTED =
      Expectation.of(Issuer.oidc("https://sso.example.com"), "orders", "orders-eu");

  /** Usable while now < exp + leeway. */
  @ParameterizedTest
  @CsvSource({
    "0, -1, true",
    "0, 0, false",
    "0, 1, false",
    "1, 999, true",
    "1, 1000, false",
    "60, 59999, true",
    "60, 60000, false",
    "60, 60001, false"
  })
  void endsToTheMillisecond(long leeway, long after, boolean usable) throws NotJson {
    Expectation expected = times(Times.STANDARD.withLeeway(Duration.ofSeconds(leeway)));
    JsonObject claims = claims("'exp':" + EXP);

    assertThat(isMet(ClaimRule.EXPIRY, expected, claims, EXP * 1000 + after)).isEqualTo(usable);
  }

  @Test
  void endsWithTheFractionOfItsEnd() throws NotJson {
    JsonObject claims = claims("'exp':" + EXP + ".25");

    assertThat(isMet(ClaimRule.EXPIRY, EXPECTED, claims, EXP * 1000 + 249)).isTrue();
    assertThat(isMet(ClaimRule.EXPIRY, EXPECTED, claims, EXP * 1000 + 250)).isFalse();
  }

  /** Usable while nbf, iat <= now + ahead. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, true",
    "0, 1, false",
    "10, 9999, true",
    "10, 10000, true",
    "10, 10001, false",
    "60, 60000, true",
    "60, 60001, false"
  })
  void beginsToTheMillisecond(long ahead, long before, boolean usable) throws NotJson {
    Expectation expected = times(Times.STANDARD.withAhead(Duration.ofSeconds(ahead)));
    long now = EXP * 1000 - before;

    JsonObject notBefore = claims("'nbf':" + EXP);
    JsonObject issued = claims("'iat':" + EXP);

    assertThat(isMet(ClaimRule.NOT_BEFORE, expected, notBefore, now)).isEqualTo(usable);
    assertThat(isMet(ClaimRule.ISSUED, expected, issued, now)).isEqualTo(usable);
  }

  @Test
  void needsAnEndAndNoBeginning() throws NotJson {
    JsonObject none = claims("");

    assertThat(isMet(ClaimRule.EXPIRY, EXPECTED, none, 0)).isFalse();
    assertThat(isMet(ClaimRule.NOT_BEFORE, EXPECTED, none, 0)).isTrue();
    assertThat(isMet(ClaimRule.ISSUED, EXPECTED, none, 0)).isTrue();
  }

  @Test
  void livesAsLongAsItMay() throws NotJson {
    Expectation hour = times(Times.STANDARD.withLongestLife(Duration.ofHours(1)));

    assertThat(isMet(ClaimRule.LIFE, hour, claims("'iat':1000,'exp':4600"), 0)).isTrue();
    assertThat(isMet(ClaimRule.LIFE, hour, claims("'iat':1000,'exp':4600.001"), 0)).isFalse();
    assertThat(isMet(ClaimRule.LIFE, hour, claims("'exp':4600"), 0)).isFalse();
    assertThat(isMet(ClaimRule.LIFE, EXPECTED, claims("'exp':4600"), 0)).isTrue();
    assertThat(isMet(ClaimRule.LIFE, EXPECTED, claims("'iat':0,'exp':253402300799"), 0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'orders'",
        "'orders-eu'",
        "['orders']",
        "['x','orders-eu']",
        "['orders','orders']"
      })
  void isForOneOfOurNames(String audience) throws NotJson {
    assertThat(isMet(ClaimRule.AUDIENCE, EXPECTED, claims("'aud':" + audience), 0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "'Orders'", "'orders '", "[]", "['x']", "['orders',1]", "{}", "1"})
  void isForNobodyElse(String audience) throws NotJson {
    assertThat(isMet(ClaimRule.AUDIENCE, EXPECTED, claims("'aud':" + audience), 0)).isFalse();
    assertThat(isMet(ClaimRule.AUDIENCE, EXPECTED, claims(""), 0)).isFalse();
    Expectation any = Expectation.ofAnyAudience(EXPECTED.issuer());
    assertThat(isMet(ClaimRule.AUDIENCE, any, claims("'aud':" + audience), 0)).isTrue();
  }

  @Test
  void carriesTheTextsThatItMust() throws NotJson {
    Expectation expected = EXPECTED.withClaims(Map.of("tenant", "t1"));

    assertThat(isMet(ClaimRule.CLAIMS, expected, claims("'tenant':'t1'"), 0)).isTrue();
    assertThat(isMet(ClaimRule.CLAIMS, expected, claims("'tenant':['t0','t1']"), 0)).isTrue();
    assertThat(isMet(ClaimRule.CLAIMS, expected, claims("'tenant':'t2'"), 0)).isFalse();
    assertThat(isMet(ClaimRule.CLAIMS, expected, claims("'tenant':'T1'"), 0)).isFalse();
    assertThat(isMet(ClaimRule.CLAIMS, expected, claims("'tenant':['t1',1]"), 0)).isFalse();
    assertThat(isMet(ClaimRule.CLAIMS, expected, claims("'tenant':{'t1':1}"), 0)).isFalse();
    assertThat(isMet(ClaimRule.CLAIMS, expected, claims(""), 0)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    ", true, false", "jwt, true, false", "at+jwt, true, true", "AT+JWT, false, false",
    "logout+jwt, false, false", "dpop+jwt, false, false", "jose, false, false", "'', false, false"
  })
  void isTypedAsAnAccessToken(@Nullable String type, boolean usual, boolean strict) throws NotJson {
    Expectation typed = EXPECTED.withType(TokenType.AT_JWT);

    assertThat(ClaimRule.TYPE.objection(subject(EXPECTED, type, claims("'exp':1"), 0)) == null)
        .isEqualTo(usual);
    assertThat(ClaimRule.TYPE.objection(subject(typed, type, claims("'exp':1"), 0)) == null)
        .isEqualTo(strict);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'typ':'ID'",
        "'typ':'Refresh'",
        "'typ':'Offline'",
        "'typ':'Logout'",
        "'typ':'Serialized-ID'",
        "'typ':'InitialAccessToken'",
        "'typ':'RegistrationAccessToken'",
        "'nonce':'n'",
        "'nonce':null",
        "'at_hash':'h'",
        "'events':{}"
      })
  void hasNoClaimsOfAnotherKind(String members) throws NotJson {
    assertThat(isMet(ClaimRule.TYPE, EXPECTED, claims(members), 0)).isFalse();
    assertThat(isMet(ClaimRule.TYPE, EXPECTED, claims("'typ':'Bearer'"), 0)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "id, false",
    "refresh_token, false",
    "'', false",
    "access, true",
    "access_token, true"
  })
  void isUsedForAccessWhereItSaysWhatFor(String use, boolean met) throws NotJson {
    assertThat(isMet(ClaimRule.TYPE, EXPECTED, claims("'token_use':'" + use + "'"), 0))
        .isEqualTo(met);
  }

  @Test
  void namesTheFirstRuleThatIsNotMet() throws NotJson {
    Verdict.Refused refused =
        ClaimRule.first(subject(EXPECTED, null, claims("'exp':1,'aud':'x','nbf':1e11"), 5_000));

    assertThat(refused).isEqualTo(Verdict.Refused.of(Reason.EXPIRED, "it ended 4 s ago"));
  }

  /** Whoever was asked has judged type and end already, and may leave them out. */
  @Test
  void asksLessOfWhatItsIssuerHasJudged() throws NotJson {
    ClaimRule.Subject asked =
        new ClaimRule.Subject(EXPECTED, "opaque", claims("'aud':'orders'"), true, 0);

    assertThat(ClaimRule.first(asked)).isNull();
    ClaimRule.Subject ended =
        new ClaimRule.Subject(EXPECTED, null, claims("'aud':'orders','exp':1"), true, 1_000);
    assertThat(ClaimRule.first(ended)).isNotNull();
  }

  private static Expectation times(Times times) {
    return EXPECTED.withTimes(times);
  }

  private static boolean isMet(
      ClaimRule rule, Expectation expected, JsonObject claims, long millis) {
    return rule.objection(subject(expected, "at+jwt", claims, millis)) == null;
  }

  private static ClaimRule.Subject subject(
      Expectation expected, @Nullable String type, JsonObject claims, long millis) {
    return ClaimRule.Subject.at(expected, type, claims, Instant.ofEpochMilli(millis));
  }

  private static JsonObject claims(String members) throws NotJson {
    return JsonObject.parse(("{" + members.replace('\'', '"') + "}").getBytes(UTF_8));
  }
}
