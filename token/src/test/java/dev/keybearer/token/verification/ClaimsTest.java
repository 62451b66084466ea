package dev.keybearer.token.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Scopes;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B5: what a token may be used for, in every form that issuers write; and what else it says. */
class ClaimsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'scope':'a b' | a b",
        "'scope':['a','b'] | a b",
        "'scp':'a b' | a b",
        "'scp':['a','b'] | a b",
        "'scope':'a','scp':'b' | a b",
        "'scope':'a','scp':['b','c'] | a b c",
        "'scope':['a'],'scp':['b'] | a b",
        "'scope':'a','scp':1 | a",
        "'scope':null,'scp':'b' | b",
        "'scope':' a  b ' | a b",
        "'scope':'a a' | a",
        "'scope':['a','b c'] | a",
        "'scope':'A a' | A a",
        "'scope':'a\\tb c' | c",
        "'scope':'a\\u00a0b c' | c",
        "'scope':'é c' | c",
        "'scope':'\\\"a\\\" c' | c"
      })
  void readsScopesInEveryForm(String members, String scopes) throws NotJson {
    assertThat(claims(members).scopes()).isEqualTo(Scopes.parse(scopes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'scope':''",
        "'scope':[]",
        "'scope':null",
        "'scope':1",
        "'scope':true",
        "'scope':{'a':true}",
        "'scope':['a',1]",
        "'scope':[['a']]",
        "'scope':['a b']",
        "'scp':{}",
        "'scopes':'a'",
        "'Scope':'a'",
        "'roles':['a']"
      })
  void readsNoScopesWhereNoneWereGranted(String members) throws NotJson {
    assertThat(claims(members).scopes().isEmpty()).isTrue();
  }

  @Test
  void prefersTheClientIdToTheAuthorizedParty() throws NotJson {
    assertThat(claims("'client_id':'app','azp':'other'").clientId()).isEqualTo("app");
    assertThat(claims("'azp':'other'").clientId()).isEqualTo("other");
    assertThat(claims("'client_id':1").clientId()).isNull();
    assertThat(claims("").clientId()).isNull();
  }

  @Test
  void readsAudiencesAloneOrInAnArray() throws NotJson {
    assertThat(claims("'aud':'a'").audiences()).isEqualTo(List.of("a"));
    assertThat(claims("'aud':['a','b']").audiences()).isEqualTo(List.of("a", "b"));
    assertThat(claims("'aud':['a',1]").audiences()).isEmpty();
    assertThat(claims("'aud':{}").audiences()).isEmpty();
  }

  @Test
  void readsTimesThatAreMoments() throws NotJson {
    Claims claims = claims("'exp':10.5,'iat':1");

    assertThat(claims.expiresAt()).isEqualTo(Instant.ofEpochMilli(10_500));
    assertThat(claims.issuedAt()).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(claims("'exp':'10','iat':-1").expiresAt()).isNull();
    assertThat(claims("'exp':'10','iat':-1").issuedAt()).isNull();
  }

  @Test
  void isBoundAsSoonAsItSaysSo() throws NotJson {
    assertThat(claims("").isBound()).isFalse();
    assertThat(claims("'cnf':{'jkt':'x'}").isBound()).isTrue();
    assertThat(claims("'cnf':{}").isBound()).isTrue();
    assertThat(claims("'cnf':null").isBound()).isTrue();
    assertThat(claims("'cnf':'x'").isBound()).isTrue();
    assertThat(claims("'cnf':'x'").confirmation()).isNull();
  }

  @Test
  void showsNothingPersonal() throws NotJson {
    Claims claims = claims("'iss':'https://i','sub':'ada','email':'ada@example.com','exp':1");

    assertThat(claims).hasToString("Claims[https://i, until 1970-01-01T00:00:01Z, ]");
  }

  private static Claims claims(String members) throws NotJson {
    String json = "{" + members.replace('\'', '"') + "}";
    return new Claims(JsonObject.parse(json.getBytes(UTF_8)));
  }
}
