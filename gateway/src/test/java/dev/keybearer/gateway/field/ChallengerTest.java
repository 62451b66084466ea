package dev.keybearer.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keybearer.gateway.field.Challenger.Offer;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.verification.Presentation.Scheme;
import dev.keybearer.token.verification.Reason;
import dev.keybearer.token.verification.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B1: what a refused caller is told. */
class ChallengerTest {
  private static final Scopes NEEDED = Scopes.of("orders:read", "orders:write");
  private static final Challenger BEARER = Challenger.of(Offer.bearer(NEEDED));
  private static final Challenger NAMED =
      Challenger.of(new Offer("the \"orders\\api\"", Set.of(Scheme.BEARER), Set.of(), NEEDED));
  private static final Challenger BOTH =
      Challenger.of(
          new Offer(
              null,
              Set.of(Scheme.DPOP, Scheme.BEARER),
              Set.of(Algorithm.PS256, Algorithm.ES256),
              NEEDED));
  private static final Challenger DPOP =
      Challenger.of(new Offer(null, Set.of(Scheme.DPOP), Set.of(Algorithm.ES256), NEEDED));

  @Test
  void givesNoErrorCodeToWhoeverBringsNothing() {
    assertThat(BEARER.absent(null)).isEqualTo(new Challenge(401, null, authenticate("Bearer")));
    assertThat(NAMED.absent(null))
        .isEqualTo(
            new Challenge(401, null, authenticate("Bearer realm=\"the \\\"orders\\\\api\\\"\"")));
    assertThat(BOTH.absent(null))
        .isEqualTo(new Challenge(401, null, authenticate("Bearer", "DPoP algs=\"PS256 ES256\"")));
  }

  @Test
  void answersMalformedCredentialsWith400() {
    assertThat(BEARER.malformed(null))
        .isEqualTo(
            new Challenge(
                400, "invalid_request", authenticate("Bearer error=\"invalid_request\"")));
    assertThat(DPOP.malformed(null))
        .isEqualTo(
            new Challenge(
                400,
                "invalid_request",
                authenticate("DPoP error=\"invalid_request\", algs=\"ES256\"")));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PROOF", "REPLAYED", "NONCE", "SCOPE"})
  void tellsOneThingOfAllThatCanBeWrongWithAToken(Reason reason) {
    assertThat(BEARER.refused(refused(reason), Scheme.BEARER, null))
        .isEqualTo(
            new Challenge(401, "invalid_token", authenticate("Bearer error=\"invalid_token\"")));
  }

  @Test
  void namesAllScopesThatAreNecessary() {
    Verdict.Refused refused =
        new Verdict.Refused(Reason.SCOPE, "detail", Scopes.of("orders:write", "base"));

    assertThat(NAMED.refused(refused, Scheme.BEARER, null))
        .isEqualTo(
            new Challenge(
                403,
                "insufficient_scope",
                authenticate(
                    "Bearer realm=\"the \\\"orders\\\\api\\\"\", error=\"insufficient_scope\","
                        + " scope=\"orders:read orders:write base\"")));
  }

  @Test
  void putsTheErrorAtTheSchemeThatWasUsed() {
    assertThat(BOTH.refused(refused(Reason.EXPIRED), Scheme.DPOP, null).fields())
        .isEqualTo(authenticate("Bearer", "DPoP error=\"invalid_token\", algs=\"PS256 ES256\""));
    assertThat(BOTH.refused(refused(Reason.UNPROVED), Scheme.BEARER, null).fields())
        .isEqualTo(authenticate("Bearer error=\"invalid_token\"", "DPoP algs=\"PS256 ES256\""));
  }

  @Test
  void putsTheErrorAtWhatIsOfferedWhereAnotherSchemeWasUsed() {
    assertThat(DPOP.refused(refused(Reason.UNPROVED), Scheme.BEARER, null).fields())
        .isEqualTo(authenticate("DPoP error=\"invalid_token\", algs=\"ES256\""));
  }

  @ParameterizedTest
  @EnumSource(names = {"PROOF", "REPLAYED"})
  void saysThatAProofIsBad(Reason reason) {
    assertThat(DPOP.refused(refused(reason), Scheme.DPOP, null))
        .isEqualTo(
            new Challenge(
                401,
                "invalid_dpop_proof",
                authenticate("DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"")));
  }

  @Test
  void givesANonceToWhoeverNeedsOne() {
    assertThat(DPOP.refused(refused(Reason.NONCE), Scheme.DPOP, "n-1"))
        .isEqualTo(
            new Challenge(
                401,
                "use_dpop_nonce",
                List.of(
                    Field.of("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\", algs=\"ES256\""),
                    Field.of("DPoP-Nonce", "n-1"))));
    assertThat(BOTH.absent("n-1").fields()).contains(Field.of("DPoP-Nonce", "n-1"));
    assertThat(BEARER.absent("n-1").fields()).isEqualTo(authenticate("Bearer"));
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheDetailToItself(Reason reason) {
    Challenge challenge = BOTH.refused(refused(reason), Scheme.BEARER, null);

    assertThat(challenge.status()).isIn(401, 403);
    assertThat(challenge.fields()).noneMatch(field -> field.value().contains("detail"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\u0000", "caf\u00e9", "\u010a", "a\tb", "\u007f"})
  void refusesARealmThatCannotBeWritten(String realm) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Offer(realm, Set.of(Scheme.BEARER), Set.of(), NEEDED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\r", "a\u0000", "\u010a", "\u0001"})
  void refusesANonceThatEndsALine(String nonce) {
    assertThatIllegalArgumentException().isThrownBy(() -> DPOP.absent(nonce));
  }

  @Test
  void refusesAnOfferOfNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Offer(null, Set.of(), Set.of(), NEEDED));
  }

  private static Verdict.Refused refused(Reason reason) {
    return new Verdict.Refused(reason, "detail", Scopes.none());
  }

  private static List<Field> authenticate(String... values) {
    return Arrays.stream(values).map(value -> Field.of("WWW-Authenticate", value)).toList();
  }
}
