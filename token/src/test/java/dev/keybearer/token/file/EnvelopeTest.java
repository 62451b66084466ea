package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Seals and unseals (S1). */
class EnvelopeTest {
  private static final Envelope.Label LABEL =
      new Envelope.Label(
          Envelope.Format.ITEM, Act.KEYS.current().id(), new UUID(1, 2), 3, 4, "näme");
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @Test
  void unsealsWhatItSealed() throws Distrusted {
    byte[] file = new Envelope(LABEL, CONTENT).seal(Act.KEYS);

    Envelope unsealed = Envelope.unseal(file, Act.KEYS);

    assertThat(unsealed.label()).isEqualTo(LABEL);
    assertThat(unsealed.content()).isEqualTo(CONTENT);
    assertThat(file).hasSize(Envelope.LEAST_LENGTH + 5 + CONTENT.length);
    assertThat(new String(file, StandardCharsets.ISO_8859_1)).startsWith("KBITEM\0\1");
  }

  @Test
  void bindsEveryBit() {
    byte[] file = new Envelope(LABEL, CONTENT).seal(Act.KEYS);
    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> Envelope.unseal(flipped, Act.KEYS))
          .as("bit %d", bit)
          .isInstanceOf(Distrusted.class);
    }
  }

  @Test
  void sealsWithAnotherNonceEachTime() {
    Envelope envelope = new Envelope(LABEL, CONTENT);

    assertThat(Arrays.copyOfRange(envelope.seal(Act.KEYS), 48, 60))
        .isNotEqualTo(Arrays.copyOfRange(envelope.seal(Act.KEYS), 48, 60));
  }

  @Test
  void tellsANewerSchemaFromDamage() {
    byte[] file = new Envelope(LABEL, CONTENT).seal(Act.KEYS);
    file[7] = 2;

    Distrusted refused =
        catchThrowableOfType(Distrusted.class, () -> Envelope.unseal(file, Act.KEYS));

    assertThat(refused.reason()).isEqualTo(Distrusted.Reason.NEWER);
  }
}
