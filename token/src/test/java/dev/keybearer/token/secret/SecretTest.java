package dev.keybearer.token.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** H2. */
class SecretTest {
  @Test
  void showsOnlyAMask() {
    assertThat(Secret.of("CANARY")).hasToString("Secret[***]");
    assertThat(Secret.of("")).hasToString("Secret[***]");
  }

  @Test
  void matchesByContentAndEqualsOnlyItself() {
    Secret one = Secret.of("é");
    Secret same = Secret.of("é".getBytes(UTF_8));

    assertThat(one.matches(same)).isTrue();
    assertThat(one.matches(Secret.of("e"))).isFalse();
    assertThat(one.matches(Secret.of("ée"))).isFalse();
    assertThat(one).isNotEqualTo(same);
  }

  @Test
  void isNotSerialised() throws IOException {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatExceptionOfType(NotSerializableException.class)
          .isThrownBy(() -> out.writeObject(Secret.of("CANARY")));
    }
  }

  @Test
  void keepsItsOwnCopyAndWipesTheOneItLends() {
    byte[] given = "CANARY".getBytes(UTF_8);
    Secret secret = Secret.of(given);
    given[0] = 'X';
    AtomicReference<byte[]> lent = new AtomicReference<>(new byte[0]);

    String seen =
        secret.use(
            bytes -> {
              lent.set(bytes);
              return new String(bytes, UTF_8);
            });

    assertThat(seen).isEqualTo("CANARY");
    assertThat(lent.get()).containsOnly(0);
    assertThat(secret.reveal()).isEqualTo("CANARY");
  }

  @Test
  void wipesTheLentCopyWhenTheUseFails() {
    AtomicReference<byte[]> lent = new AtomicReference<>(new byte[0]);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Secret.of("CANARY")
                    .use(
                        bytes -> {
                          lent.set(bytes);
                          throw new IllegalStateException("broken use");
                        }));
    assertThat(lent.get()).hasSize(6).containsOnly(0);
  }

  @Test
  void refusesEveryUseAfterItWasWiped() {
    Secret secret = Secret.of("CANARY");
    secret.close();
    secret.close();

    assertThatIllegalStateException().isThrownBy(secret::reveal);
    assertThatIllegalStateException().isThrownBy(() -> secret.use(bytes -> bytes.length));
    assertThatIllegalStateException().isThrownBy(() -> secret.matches(Secret.of("CANARY")));
    assertThatIllegalStateException().isThrownBy(() -> Secret.of("CANARY").matches(secret));
    assertThat(secret.isEmpty()).isFalse();
  }
}
