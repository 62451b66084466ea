package dev.keybearer.token.jose;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V7: one text only for each value. */
class Base64UrlTest {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  @Test
  void readsNothingAsNoBytes() {
    assertThat(Base64Url.decode("")).isEmpty();
  }

  @Test
  void readsWhatWasWritten() {
    Random random = new Random(1);
    for (int length = 0; length < 300; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      assertThat(Base64Url.decode(ENCODER.encodeToString(bytes))).isEqualTo(bytes);
    }
  }

  /** Every text of one to three ASCII characters, and of four that end in a doubtful one. */
  @Test
  void acceptsOnlyTheOneTextOfAValue() {
    int accepted = 0;
    for (char first = 0; first < 128; first++) {
      assertThat(Base64Url.decode("" + first)).isNull();
      for (char second = 0; second < 128; second++) {
        accepted += isExact("" + first + second);
        for (char third = 0; third < 128; third++) {
          accepted += isExact("" + first + second + third);
        }
        accepted += isExact("" + first + "A" + second + "=");
        accepted += isExact("A" + first + second + "A");
        accepted += isExact("AAAA" + first + second + "==");
      }
    }

    int ofOneByte = 256;
    int ofTwoBytes = 65_536;
    int ofThreeBytes = 64 * 64;
    assertThat(accepted).isEqualTo(ofOneByte + ofTwoBytes + ofThreeBytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QQ==", "QUI=", "QUJD====", "QQ\n", " QQ", "QQ ", "QU JD", "QU\nJD", "Q", "QUJDR", "QR",
        "QUJ", "++++", "////", "QU.C", "QQ=", "=", "====", "=AAA", "A=AA", "AA=A", "ÄÖÜß",
        "\u0141\u0142\u0141\u0142", "\uD83D\uDE00AA", "QQ\0\0"
      })
  void refusesEveryOtherSpelling(String text) {
    assertThat(Base64Url.decode(text)).isNull();
  }

  /** 1 when it is accepted, and then it has to be the text that is written for its value. */
  private static int isExact(String text) {
    byte[] bytes = Base64Url.decode(text);
    if (bytes == null) {
      return 0;
    }
    assertThat(new String(ENCODER.encode(bytes), US_ASCII)).isEqualTo(text);
    return 1;
  }
}
