package dev.keybearer.token.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.jose.NotCompact.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V1, V4 to V6, V12: what follows from a header. */
class HeaderTest {
  @Test
  void saysWhatFollowsFromIt() throws Exception {
    assertThat(header("{'alg':'ES256','kid':'k1','typ':'at+jwt'}"))
        .isEqualTo(new Header("ES256", Algorithm.ES256, "k1", "at+jwt"));
    assertThat(header("{'alg':'ES256'}"))
        .isEqualTo(new Header("ES256", Algorithm.ES256, null, null));
  }

  @ParameterizedTest
  @EnumSource
  void knowsEveryAlgorithmByItsExactName(Algorithm algorithm) throws Exception {
    String name = algorithm.name();

    assertThat(header("{'alg':'" + name + "'}").algorithm()).isEqualTo(algorithm);
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    assertThat(header("{'alg':'" + lower + "'}").algorithm()).isNull();
    assertThat(header("{'alg':'" + name + " '}").algorithm()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "ES256K", "RS1", "dir", "HS1"})
  void knowsNoOther(String name) throws Exception {
    assertThat(header("{'alg':'" + name + "'}").algorithm()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'alg':null}", "{'alg':1}", "{'alg':['ES256']}", "{'alg':{}}"})
  void refusesOneWithoutAnAlgorithm(String json) {
    assertThat(refusal(json)).isEqualTo(Fault.HEADER);
  }

  @Test
  void namesAKeyInAsManyCharactersAsItMay() throws Exception {
    String longest = "k".repeat(256);

    assertThat(header("{'alg':'ES256','kid':'" + longest + "'}").keyId()).isEqualTo(longest);
    assertThat(refusal("{'alg':'ES256','kid':'" + longest + "k'}")).isEqualTo(Fault.HEADER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "true", "['k1']", "{}"})
  void refusesAKeyIdThatIsNoText(String kid) {
    assertThat(refusal("{'alg':'ES256','kid':" + kid + "}")).isEqualTo(Fault.HEADER);
  }

  @ParameterizedTest
  @CsvSource({
    "at+jwt, at+jwt",
    "AT+JWT, at+jwt",
    "application/at+jwt, at+jwt",
    "Application/At+Jwt, at+jwt",
    "application/application/at+jwt, application/at+jwt",
    "' at+jwt', ' at+jwt'",
    "JWT, jwt"
  })
  void readsATypeAsAMediaType(String written, String read) throws Exception {
    assertThat(header("{'alg':'ES256','typ':'" + written + "'}").type()).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "true", "['at+jwt']", "{}"})
  void refusesATypeThatIsNoText(String typ) {
    assertThat(refusal("{'alg':'ES256','typ':" + typ + "}")).isEqualTo(Fault.HEADER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'crit':[]",
        "'crit':['exp'],'exp':1",
        "'crit':['b64'],'b64':true",
        "'crit':null",
        "'crit':''",
        "'b64':false",
        "'b64':true",
        "'b64':null",
        "'zip':'DEF'",
        "'enc':'A128GCM'",
        "'cty':'JWT'",
        "'cty':'jwt'",
        "'cty':'application/jwt'",
        "'cty':null",
        "'cty':1"
      })
  void refusesWhatIsNotUnderstood(String member) {
    assertThat(refusal("{'alg':'ES256'," + member + "}")).isEqualTo(Fault.HEADER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'jku':'https://attacker.example/keys'",
        "'x5u':'https://attacker.example/cert'",
        "'jwk':{'kty':'oct','k':'AAAA'}",
        "'x5c':['AAAA']",
        "'cty':'json'",
        "'something':[1,2]"
      })
  void ignoresKeysAndWhatHasNoMeaning(String member) throws Exception {
    assertThat(header("{'alg':'ES256'," + member + "}"))
        .isEqualTo(new Header("ES256", Algorithm.ES256, null, null));
  }

  private static Header header(String json) throws NotCompact, NotJson {
    return Header.of(object(json));
  }

  private static Fault refusal(String json) {
    return catchThrowableOfType(NotCompact.class, () -> header(json)).fault();
  }

  private static JsonObject object(String json) throws NotJson {
    return JsonObject.parse(json.replace('\'', '"').getBytes(UTF_8));
  }
}
