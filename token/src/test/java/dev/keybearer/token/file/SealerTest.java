package dev.keybearer.token.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.Item;
import dev.keybearer.token.secret.Secret;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Items that are sealed for other places than files of their own (S1). */
class SealerTest {
  private static final UUID STORE = new UUID(1, 2);
  private static final Sealer SEALER = Sealer.of(Act.KEYS, STORE);
  private static final Item ITEM = new Item("a", 7, Secret.of("seven"), Act.NOON);

  private static Distrusted.Reason refused(Sealer sealer, String name, byte[] sealed) {
    Distrusted failure = catchThrowableOfType(Distrusted.class, () -> sealer.unseal(name, sealed));
    assertThat(failure).isNotNull();
    return failure.reason();
  }

  @Test
  void unsealsWhatItSealed() throws Distrusted {
    Sealer.Unsealed found = SEALER.unseal("a", SEALER.seal(ITEM, 41));
    assertThat(found.serial()).isEqualTo(41);
    assertThat(found.key()).isEqualTo(SEALER.key());
    assertThat(found.item().generation()).isEqualTo(7);
    assertThat(found.item().prepared()).isEqualTo(Act.NOON);
    assertThat(found.item().value().reveal()).isEqualTo("seven");
  }

  @Test
  void bindsToStoreNameKeyAndKind() {
    byte[] sealed = SEALER.seal(ITEM, 41);
    byte[] head = SEALER.sealHead(Secret.of("head"), 41);
    Sealer other = Sealer.of(Act.KEYS, new UUID(1, 3));
    Sealer foreign = Sealer.of(SealingKeys.of(Act.key(2)), STORE);

    assertThat(refused(SEALER, "b", sealed)).isEqualTo(Distrusted.Reason.MISPLACED);
    assertThat(refused(SEALER, "", head)).isEqualTo(Distrusted.Reason.MISPLACED);
    assertThat(refused(other, "a", sealed)).isEqualTo(Distrusted.Reason.STRANGE);
    assertThat(refused(foreign, "a", sealed)).isEqualTo(Distrusted.Reason.FOREIGN);
    assertThatThrownBy(() -> SEALER.unsealHead(sealed)).isInstanceOf(Distrusted.class);
  }

  @Test
  void unsealsAHeadAsAHeadOnly() throws Distrusted {
    Sealer.Unsealed found = SEALER.unsealHead(SEALER.sealHead(Secret.of("head"), 41));
    assertThat(found.serial()).isEqualTo(41);
    assertThat(found.item().value().reveal()).isEqualTo("head");
  }

  @Test
  void knowsTheKeysItWasGiven() {
    Sealer both = Sealer.of(SealingKeys.of(Act.key(2)).withOlder(Act.key(1)), STORE);
    assertThat(both.knows(SEALER.key())).isTrue();
    assertThat(SEALER.knows(both.key())).isFalse();
  }
}
