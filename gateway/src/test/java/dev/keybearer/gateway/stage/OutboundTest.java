package dev.keybearer.gateway.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.FieldRules;
import dev.keybearer.gateway.call.FieldRules.Rule;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.field.BodyLength;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.scene.Mint;
import dev.keybearer.gateway.scene.Ways;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B3, G5, G8 and G12: what leaves, and with whose credential. */
class OutboundTest {
  private final CallScene scene = new CallScene();
  private final Mint mint = Mint.open(scene.time);

  @AfterEach
  void close() {
    mint.close();
  }

  @Test
  void sendsTheJudgedPathAndTheFieldsThatPass() {
    Call call =
        scene.call(
            scene.way(),
            "POST",
            "/orders/./1?a=b",
            "X-A: b",
            "Content-Length: 5",
            "Connection: X-C",
            "X-C: d",
            "Cookie: e=f");

    Departure departure = Outbound.of(call);

    assertThat(departure.method()).isEqualTo("POST");
    assertThat(departure.target()).isEqualTo("/orders/1?a=b");
    assertThat(departure.body()).isEqualTo(new BodyLength.Exactly(5));
    assertThat(departure.fields())
        .containsExactly(
            Field.of("X-A", "b"),
            Field.of("Cookie", "e=f"),
            Field.of("X-Forwarded-For", "198.51.100.1"),
            Field.of("X-Forwarded-Proto", "http"),
            Field.of("X-Forwarded-Host", "api"));
  }

  @Test
  void sendsTheTokenOfOursInThePlaceOfTheCallers() {
    Call call = scene.get(scene.attaching(), "Authorization: Bearer theirs");
    call.carries(FakeSource.token(7));

    assertThat(CallScene.values(Outbound.of(call), "Authorization"))
        .containsExactly("Bearer ours-7");
  }

  @Test
  void sendsTheTokenOfOursAlsoWhereTheCallersWouldPass() {
    Way way = scene.way(Ways.all(Ways.attaching(scene.attachment()), Ways.passingTokens()));
    Call call = scene.get(way, "Authorization: Bearer theirs");
    call.carries(FakeSource.token(7));

    assertThat(CallScene.values(Outbound.of(call), "Authorization"))
        .containsExactly("Bearer ours-7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer theirs",
        "AUTHORIZATION: Basic YTpi",
        "authorization: DPoP theirs"
      })
  void keepsTheCallersCredentialUnlessTheRoutePassesIt(String field) {
    String value = field.substring(field.indexOf(' ') + 1);

    assertThat(CallScene.values(Outbound.of(scene.get(scene.way(), field)), "Authorization"))
        .isEmpty();
    assertThat(
            CallScene.values(
                Outbound.of(scene.get(scene.way(Ways.passingTokens()), field)), "Authorization"))
        .containsExactly(value);
  }

  @ParameterizedTest
  @CsvSource({
    "/a?access_token=x,            /a",
    "/a?access_token=x&b=c,        /a?b=c",
    "/a?b=c&Access%5FToken=x,      /a?b=c",
    "/a?b=c;access.token=x;d=e,    /a?b=c;d=e",
    "/a?access_token=x&access_token=y, /a",
    "/a?b=access_token,            /a?b=access_token"
  })
  void sendsNoTokenInTheQuery(String target, String sent) {
    assertThat(Outbound.of(scene.call(scene.way(), "GET", target)).target()).isEqualTo(sent);
    assertThat(Outbound.of(scene.call(scene.way(Ways.passingTokens()), "GET", target)).target())
        .isEqualTo(sent);
  }

  @Test
  void setsAndRemovesFieldsByRule() {
    FieldRules rules =
        new FieldRules(List.of(new Rule.Fixed(Field.of("X-Set", "ours"))), Set.of("X-Remove"));
    Call call =
        scene.get(
            scene.way(Ways.setting(rules)),
            "x-remove: a",
            "X-Remove: b",
            "X_Remove: d", // those that make variables of fields read the same
            "x.remove: e",
            "X-Keep: c");

    Departure departure = Outbound.of(call);

    assertThat(CallScene.values(departure, "X-Set")).containsExactly("ours");
    assertThat(departure.fields())
        .noneMatch(field -> field.name().toLowerCase(Locale.ROOT).endsWith("remove"));
    assertThat(CallScene.values(departure, "X-Keep")).containsExactly("c");
  }

  @Test
  void setsAClaimAndLeavesOutOneThatIsNotThere() {
    Call call = claiming("\"tenant\":\"acme\"", "tenant");
    assertThat(CallScene.values(Outbound.of(call), "X-Claim")).containsExactly("acme");

    assertThat(CallScene.values(Outbound.of(claiming("\"tenant\":1", "tenant")), "X-Claim"))
        .isEmpty();
    assertThat(CallScene.values(Outbound.of(claiming("\"tenant\":\"a\"", "other")), "X-Claim"))
        .isEmpty();
    assertThat(CallScene.values(Outbound.of(scene.get(claims("tenant"))), "X-Claim")).isEmpty();
  }

  /** What somebody wrote into a claim ends no line, and is read in one way. */
  @ParameterizedTest
  @CsvSource({
    "'a b',                  'a b'",
    "'a ',                   'a%20'",
    "' a',                   '%20a'",
    "' ',                    '%20'",
    "'a  ',                  'a %20'",
    "'100%',                 '100%25'",
    "'a\\r\\nX-Evil: b',     'a%0D%0AX-Evil: b'",
    "'a\\nb',                'a%0Ab'",
    "'a\\u0000b',            'a%00b'",
    "'a\\tb',                'a%09b'",
    "'\\u007f',              '%7F'",
    "'\u00e9',                '%C3%A9'",
    "'\u010d\u010a',          '%C4%8D%C4%8A'",
    "'\u560a\u560d',          '%E5%98%8A%E5%98%8D'",
    "'\ud83d\ude00',          '%F0%9F%98%80'",
    "'\\u0085',              '%C2%85'",
    "'\\u2028',              '%E2%80%A8'",
    "'',                     ''"
  })
  void encodesClaims(String claim, String written) {
    Call call = claiming("\"tenant\":\"" + claim + "\"", "tenant");

    assertThat(CallScene.values(Outbound.of(call), "X-Claim")).containsExactly(written);
  }

  private Way claims(String claim) {
    return scene.way(
        Ways.setting(new FieldRules(List.of(new Rule.OfClaim("X-Claim", claim)), Set.of())));
  }

  private Call claiming(String member, String claim) {
    Call call = scene.get(claims(claim));
    call.calledBy(mint.verified(mint.tokenWith(member)));
    return call;
  }
}
