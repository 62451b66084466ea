package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingKeysTest {
  private static final byte[] RAW = raw();

  /** With bytes that base64 writes as {@code +} and {@code /}, and a line end as the last one. */
  private static byte[] raw() {
    byte[] raw = new byte[SealingKey.LENGTH];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (0xfb + 7 * i);
    }
    raw[raw.length - 1] = '\n';
    return raw;
  }

  private static long id(Secret key) {
    return SealingKeys.of(key).current().id();
  }

  private static String base64() {
    return Base64.getEncoder().encodeToString(RAW);
  }

  @Test
  void takesTheSameKeyInEveryForm() {
    long id = id(Secret.of(RAW));
    String hex = HexFormat.of().formatHex(RAW);
    String url = Base64.getUrlEncoder().encodeToString(RAW);

    assertThat(base64()).contains("+", "/");
    assertThat(id(Secret.of(base64()))).isEqualTo(id);
    assertThat(id(Secret.of(base64().replace("=", "")))).isEqualTo(id);
    assertThat(id(Secret.of(base64() + "\n"))).isEqualTo(id);
    assertThat(id(Secret.of(url + "\r\n"))).isEqualTo(id);
    assertThat(id(Secret.of(hex))).isEqualTo(id);
    assertThat(id(Secret.of(hex.toUpperCase(Locale.ROOT) + "\n"))).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 31, 33, 42, 43, 44, 45, 63, 64, 65, 1000})
  void refusesAnyOtherLength(int length) {
    byte[] given = new byte[length];
    Arrays.fill(given, (byte) 0xaa);
    assertRefused(Secret.of(given));
  }

  @Test
  void refusesTextThatIsNearlyAKey() {
    String hex = HexFormat.of().formatHex(RAW);
    for (String nearly :
        new String[] {
          hex.substring(1),
          hex + "0",
          "g" + hex.substring(1),
          base64().substring(1),
          "!" + base64().substring(1),
          base64().replace("=", "A"),
          base64() + "=",
          " " + base64(),
          base64() + " ",
          base64() + "\n" + base64()
        }) {
      assertRefused(Secret.of(nearly));
    }
  }

  @Test
  void refusesAPasswordOfTheRightLength() {
    assertRefused(Secret.of("correct horse battery staple 123"));
  }

  @Test
  void takesBytesOfWhichOneIsNotPrintable() {
    byte[] key = "correct horse battery staple 123".getBytes(StandardCharsets.US_ASCII);
    key[31] = 0x7f;
    assertThat(id(Secret.of(key))).isNotZero();
  }

  @Test
  void refusesNothingButZeros() {
    assertRefused(Secret.of(new byte[SealingKey.LENGTH]));
  }

  @Test
  void namesTheRemedyAndNothingOfTheKey() {
    StoreFailure failure = assertRefused(Secret.of("canary-canary-canary"));

    assertThat(failure).hasMessageContaining("openssl rand -base64 32").hasNoCause();
    assertThat(failure.getMessage()).doesNotContain("canary");
    assertThat(SealingKeys.of(Secret.of(RAW)).withOlder(Act.key(1))).hasToString("SealingKeys[2]");
  }

  private static StoreFailure assertRefused(Secret given) {
    StoreFailure failure = catchThrowableOfType(StoreFailure.class, () -> SealingKeys.of(given));
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNREADABLE);
    return failure;
  }
}
