package dev.keybearer.token.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.jose.SigningKey;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.http.JsonText;
import java.security.Provider;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The build runs the tests of signatures twice where it can: without the native library, and with.
 */
class CryptoTest {
  private static final @Nullable String EXPECTED = System.getProperty("keybearer.expected-crypto");

  @Test
  void usesTheNativeLibraryWhereItIsThereAndThePlatformElsewhere() {
    Provider provider = Crypto.provider();

    assertThat(provider == null ? null : provider.getName()).isEqualTo(EXPECTED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HS256", "HS384", "HS512"})
  void checksWhatOthersSigned(Algorithm algorithm) throws Exception {
    SigningKey key =
        SigningKey.generate(
            "k1", dev.keybearer.simulator.jose.Algorithm.parse(algorithm.name()).orElseThrow());
    KeySet keys = KeySet.published(JsonText.of(Map.of("keys", List.of(key.jwk()))));
    String text =
        dev.keybearer.simulator.jose.Jws.sign(
            key, "{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\"}", "{}");

    VerifyingKey found = keys.candidates("k1", algorithm).get(0);

    assertThat(found.verifies(Compact.parse(text), algorithm)).isTrue();
    assertThat(found.verifies(Compact.parse(text.replace(".e30.", ".e31A.")), algorithm)).isFalse();
  }
}
