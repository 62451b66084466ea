package dev.keybearer.token.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.jose.NotCompact.Fault;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V7, V8, V12: exactly three parts of exact base64url, within a bound. */
class CompactTest {
  private static final String HEADER = "eyJhbGciOiJFUzI1NiJ9"; // {"alg":"ES256"}

  @Test
  void takesThreePartsApart() throws NotCompact {
    Compact token = Compact.parse(HEADER + ".e30.QUJD");

    assertThat(token.headerText()).isEqualTo(HEADER);
    assertThat(token.header().algorithmName()).isEqualTo("ES256");
    assertThat(token.payload()).isEqualTo("{}".getBytes(UTF_8));
    assertThat(token.claims().names()).isEmpty();
    assertThat(token.signed()).isEqualTo((HEADER + ".e30").getBytes(UTF_8));
    assertThat(token.signature()).isEqualTo("ABC".getBytes(UTF_8));
  }

  @Test
  void isAsLongAsItMayBe() throws NotCompact {
    String start = HEADER + ".e30.";
    String longest = start + "A".repeat(8_192 - start.length());

    assertThat(longest).hasSize(Compact.LONGEST);
    assertThat(Compact.parse(longest).headerText()).isEqualTo(HEADER);
    assertThat(fault(longest + "A")).isEqualTo(Fault.SHAPE);
    assertThat(fault("a".repeat(1024 * 1024))).isEqualTo(Fault.SHAPE);
    assertThat(fault(".".repeat(1024 * 1024))).isEqualTo(Fault.SHAPE);
  }

  @ParameterizedTest
  @CsvSource({
    "'', SHAPE",
    "a, SHAPE",
    "., SHAPE",
    "a.b, SHAPE",
    "a.b.c.d, SHAPE",
    "..., SHAPE",
    "a.b.c.d.e, ENCRYPTED",
    "...., ENCRYPTED",
    "a.b.c.d.e.f, SHAPE",
    "....., SHAPE"
  })
  void hasThreePartsAndNoOtherNumber(String text, Fault fault) {
    assertThat(fault(text)).isEqualTo(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "IA", "e30=", "e30 ", " e30", "e3 0", "e31", "W10", "bnVsbA", "e30g4"})
  void refusesAHeaderThatIsNoObjectInExactBase64Url(String header) throws NotCompact {
    Compact token = Compact.parse(header + ".e30.AA");

    assertThat(catchThrowableOfType(NotCompact.class, token::header).fault())
        .isEqualTo(Fault.SHAPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "e30=", "e30\n", "e31", "W10", "MQ", "bnVsbA", "IiI"})
  void refusesClaimsThatAreNoObjectInExactBase64Url(String payload) throws NotCompact {
    Compact token = Compact.parse(HEADER + "." + payload + ".AA");

    assertThat(catchThrowableOfType(NotCompact.class, token::claims).fault())
        .isEqualTo(Fault.SHAPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "AB", "AA=", "AA==", "A A", "AA\n", "++++"})
  void refusesASignatureThatIsMissingOrCouldBeWrittenOtherwise(String signature) throws NotCompact {
    Compact token = Compact.parse(HEADER + ".e30." + signature);

    assertThat(catchThrowableOfType(NotCompact.class, token::signature).fault())
        .isEqualTo(Fault.SHAPE);
  }

  /** Anybody can send these, so they must not cost much: V8. The best of some runs is compared. */
  @Test
  void costsLittleHoweverHostileItIs() {
    String deep = encoded("{\"a\":" + "[".repeat(6_000));
    String flat = encoded("{" + "\"a\":1,".repeat(1_000) + "\"b\":1}");
    for (String header : new String[] {deep, flat, "e".repeat(8_000), "a".repeat(1024 * 1024)}) {
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 50; i++) {
        long before = System.nanoTime();
        fault(header + ".e30.AA");
        best = Math.min(best, System.nanoTime() - before);
      }
      assertThat(best).isLessThan(5_000_000);
    }
  }

  @Test
  void tellsWhatWasMeantToBeSigned() {
    assertThat(Compact.isMeant(HEADER + ".e30.AA")).isTrue();
    assertThat(Compact.isMeant(HEADER + ".e30.AA.BB.CC")).isTrue();
    assertThat(Compact.isMeant("ey..")).isTrue();
    assertThat(Compact.isMeant("ewogIH0.e30.AA")).isTrue();
    assertThat(Compact.isEncrypted("....")).isTrue();
    assertThat(Compact.isEncrypted("...")).isFalse();
    assertThat(Compact.isEncrypted(".....")).isFalse();
    assertThat(Compact.isEncrypted("")).isFalse();
    assertThat(Compact.isMeant(HEADER + ".e30")).isFalse();
    assertThat(Compact.isMeant("a.b.c")).isFalse();
    assertThat(Compact.isMeant("")).isFalse();
  }

  @Test
  void showsNothingOfItself() throws NotCompact {
    String secret = encoded("{\"sub\":\"ada\"}");

    assertThat(Compact.parse(HEADER + "." + secret + ".AA"))
        .hasToString("Compact[" + (HEADER.length() + secret.length() + 4) + " characters]");
    NotCompact refusal =
        catchThrowableOfType(
            NotCompact.class, () -> Compact.parse(HEADER + "." + secret + "x.AA").claims());
    assertThat(refusal.getMessage()).doesNotContain(secret).doesNotContain("ada");
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /** What is wrong with a text, be it with its parts or with its header. */
  private static Fault fault(String text) {
    return catchThrowableOfType(NotCompact.class, () -> Compact.parse(text).header()).fault();
  }
}
