package dev.keybearer.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.field.Credentials.Malformed;
import dev.keybearer.gateway.field.Credentials.None;
import dev.keybearer.gateway.field.Credentials.Presented;
import dev.keybearer.gateway.path.JudgedPath;
import dev.keybearer.token.verification.Presentation.Scheme;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B1 to B4: what counts as a token that somebody presents. */
class CredentialsTest {
  @ParameterizedTest
  @CsvSource({
    "Bearer abc, BEARER, abc",
    "bearer abc, BEARER, abc",
    "BEARER abc, BEARER, abc",
    "bEaReR abc, BEARER, abc",
    "Bearer    abc, BEARER, abc",
    "Bearer a, BEARER, a",
    "Bearer aZ09-._~+/, BEARER, aZ09-._~+/",
    "Bearer abc=, BEARER, abc=",
    "Bearer abc====, BEARER, abc====",
    "Bearer a.b.c, BEARER, a.b.c",
    "Bearer Bearer, BEARER, Bearer",
    "DPoP abc, DPOP, abc",
    "dpop abc, DPOP, abc",
    "DPOP a.b.c, DPOP, a.b.c"
  })
  void takesATokenOfASchemeInAnyCase(String value, Scheme scheme, String token) {
    assertThat(of(value)).isEqualTo(new Presented(scheme, token));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic dXNlcjpwYXNz",
        "Basic",
        "Digest username=\"a\", realm=\"b\", nonce=\"c\"",
        "Negotiate abc==",
        "Token abc",
        "abc",
        "BearerX abc",
        "Bearer_ abc",
        "XBearer abc",
        "Bear abc",
        "Basic Bearer abc",
        "Digest a=\"Bearer\", b=\"DPoP\""
      })
  void findsNoneUnderASchemeThatIsNotUnderstood(String value) {
    assertThat(of(value)).isEqualTo(new None());
  }

  @Test
  void findsNoneWhereNothingCame() {
    assertThat(of(null)).isEqualTo(new None());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " Bearer abc",
        "\tBearer abc",
        "Bearer",
        "Bearer ",
        "Bearer    ",
        "DPoP",
        "dpop ",
        "Bearer\tabc",
        "Bearer \tabc",
        "Bearer\u00a0abc",
        "Bearer:abc",
        "Bearer: abc",
        "Bearer=abc",
        "Bearer,abc",
        "Bearer, abc",
        "Bearer;abc",
        "\"Bearer\" abc",
        "Bearer\"abc\"",
        "Bearer \"abc\"",
        "Bearer 'abc'",
        "Bearer <abc>",
        "Bearer abc def",
        "Bearer abc ",
        "Bearer abc\t",
        "Bearer abc;def",
        "Bearer abc:def",
        "Bearer token=abc:",
        "Bearer token=abc",
        "Bearer a=b",
        "Bearer =",
        "Bearer ==",
        "Bearer =abc",
        "Bearer abc=d",
        "Bearer abc%3d",
        "Bearer abc\\",
        "Bearer abc\u0000",
        "Bearer abc\r\nX: y",
        "Bearer abc\u007f",
        "Bearer caf\u00e9",
        "Bearer \uff41\uff42",
        "Bearer a*b",
        "Bearer a|b",
        "Bearer {token}",
        "Bearer $TOKEN",
        "Bearer (abc)",
        "Bearer abc!",
        "Bearer abc,def",
        "Bearer abc, def",
        "Bearer abc,",
        "Bearer ,abc",
        "Bearer abc, Bearer def",
        "Bearer abc,Bearer abc",
        "Bearer abc, Basic def",
        "DPoP abc, Bearer abc",
        "Basic abc, Bearer def",
        "Basic abc,bearer def",
        "Basic abc ,\tDPoP def",
        "Digest a=b, c=d, Bearer def",
        "Basic abc, Bearer",
        "Bearer Bearer abc",
        "Bearer Basic abc"
      })
  void takesNothingElseForAToken(String value) {
    assertThat(of(value)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?access_token=abc",
        "?access_token",
        "?a=1&access_token=abc",
        "?access%5ftoken=abc",
        "?%61ccess_token=abc",
        "?ACCESS_TOKEN=abc",
        "?a=1;access_token=abc"
      })
  void refusesATokenInTheQueryWithAndWithoutAnother(String query) {
    JudgedPath path = judged("/a" + query);

    assertThat(Credentials.of(null, path)).isInstanceOf(Malformed.class);
    assertThat(Credentials.of(Credentials.of("Bearer abc"), path)).isInstanceOf(Malformed.class);
    assertThat(Credentials.of(Credentials.of("Basic abc"), path)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer s3cret", "Bearer s3cret!", "Bearer s3cret, s3cret", "s3cret x"})
  void showsNoTokenInATextForm(String value) {
    assertThat(of(value).toString()).doesNotContain("s3cret");
  }

  private static Credentials of(@Nullable String authorization) {
    return Credentials.of(
        authorization == null ? null : Credentials.of(authorization),
        judged("/a?token=1&q=access_token"));
  }

  private static JudgedPath judged(String target) {
    return (JudgedPath) JudgedPath.parse(target);
  }
}
