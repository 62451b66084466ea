package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Acceptance.Bearers;
import dev.keybearer.gateway.call.Acceptance.Demand;
import dev.keybearer.gateway.call.Acceptance.Proving;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Step;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.field.Challenger;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.verification.Presentation.Scheme;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B5: what a good token allows. */
class AuthoriseTest {
  private final CallScene scene = new CallScene();
  private final Mint mint = Mint.open(scene.time);
  private final Authorise authorise = new Authorise();

  @AfterEach
  void close() {
    mint.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'',    '',    '',      true",
    "'a',   '',    'a',     true",
    "'a',   '',    'b a c', true",
    "'a b', '',    'b a',   true",
    "'a b', '',    'a',     false",
    "'a',   '',    '',      false",
    "'a',   '',    'A',     false",
    "'a',   '',    'ab',    false",
    "'a:b', '',    'a',     false",
    "'',    'a b', 'a',     true",
    "'',    'a b', 'c b',   true",
    "'',    'a b', 'a b',   true",
    "'',    'a b', 'c',     false",
    "'',    'a b', '',      false",
    "'a',   'b c', 'a b',   true",
    "'a',   'b c', 'a',     false",
    "'a',   'b c', 'b c',   false"
  })
  void asksForAllOfSomeScopesAndAnyOfOthers(String all, String any, String has, boolean may) {
    Way way = way(new Demand("corp", Scopes.parse(all), Scopes.parse(any), Map.of()));

    Step step = authorise.take(by(way, mint.token(has)));

    if (may) {
      assertThat(step).isEqualTo(Step.Next.NEXT);
    } else {
      assertThat(CallScene.refusal(step).ground()).isEqualTo(Ground.NOT_ALLOWED);
    }
  }

  @Test
  void tellsTheScopesThatTheRouteNamesAndNoMore() {
    Way way = way(new Demand("corp", Scopes.of("a", "b"), Scopes.none(), Map.of()));

    Refusal refusal = CallScene.refusal(authorise.take(by(way, mint.token("a secret:scope"))));

    assertThat(refusal.status()).isEqualTo(403);
    assertThat(CallScene.value(refusal, "WWW-Authenticate"))
        .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"a b\"");
    assertThat(refusal.detail()).contains("lacks the scopes b").doesNotContain("secret");
  }

  /** RFC 9449 section 7.2: where it was used, and the nonce with it. */
  @Test
  void tellsWhoeverComesWithAProofAtItsOwnScheme() {
    Bearers bearers = mint.accepting(new Demand("corp", Scopes.of("a"), Scopes.none(), Map.of()));
    Set<Scheme> schemes = Set.of(Scheme.BEARER, Scheme.DPOP);
    Challenger challenger =
        Challenger.of(new Challenger.Offer(null, schemes, Set.of(Algorithm.ES256), Scopes.of("a")));
    Proving proving = new Proving(false, List.of("https://api.example.com"), () -> "n1");
    Way way =
        scene.way(
            Ways.accepting(
                new Bearers(bearers.verifier(), challenger, bearers.demands(), proving)));
    Call call = scene.get(way, "Authorization: DPoP " + mint.token("b"));
    call.calledBy(mint.verified(mint.token("b")));

    Refusal refusal = CallScene.refusal(authorise.take(call));

    assertThat(refusal.fields())
        .filteredOn(field -> field.isNamed("WWW-Authenticate"))
        .extracting(Field::value)
        .containsExactly(
            "Bearer", "DPoP error=\"insufficient_scope\", scope=\"a\", algs=\"ES256\"");
    assertThat(CallScene.value(refusal, "DPoP-Nonce")).isEqualTo("n1");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"tenant\":\"acme\"',   true",
    "'\"tenant\":\"Acme\"',   false",
    "'\"tenant\":\"acme2\"',  false",
    "'\"tenant\":[\"acme\"]', false",
    "'\"tenant\":true',       false",
    "'\"other\":\"acme\"',    false"
  })
  void asksForClaims(String member, boolean may) {
    Way way = way(new Demand("corp", Scopes.none(), Scopes.none(), Map.of("tenant", "acme")));

    Step step = authorise.take(by(way, mint.tokenWith(member)));

    assertThat(step.equals(Step.Next.NEXT)).isEqualTo(may);
    if (!may) {
      assertThat(CallScene.value(CallScene.refusal(step), "WWW-Authenticate"))
          .doesNotContain("acme", "tenant");
    }
  }

  @Test
  void refusesTokensOfAnIssuerThatTheRouteIsNotFor() {
    Way way = way(new Demand("partner", Scopes.none(), Scopes.none(), Map.of()));

    assertThat(CallScene.refusal(authorise.take(by(way, mint.token()))).detail())
        .contains("not for tokens of its issuer");
  }

  @Test
  void asksNothingOfThoseWhomNobodyAsked() {
    assertThat(authorise.take(scene.get(scene.way()))).isEqualTo(Step.Next.NEXT);
  }

  @Test
  void onlyReportsWhereARouteSaysSo() {
    Demand demand = new Demand("corp", Scopes.of("a"), Scopes.none(), Map.of());
    Way way = scene.way(Ways.all(Ways.accepting(mint.accepting(demand)), Ways.reportingOnly()));
    Call call = by(way, mint.token("b"));

    assertThat(authorise.take(call)).isEqualTo(Step.Next.NEXT);
    assertThat(Objects.requireNonNull(call.reported()).ground()).isEqualTo(Ground.NOT_ALLOWED);
  }

  private Way way(Demand demand) {
    return scene.way(Ways.accepting(mint.accepting(demand)));
  }

  private Call by(Way way, String token) {
    Call call = scene.get(way);
    call.calledBy(mint.verified(token));
    return call;
  }
}
