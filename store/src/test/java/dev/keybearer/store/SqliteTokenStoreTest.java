package dev.keybearer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.contract.TokenStoreContract;
import dev.keybearer.token.file.Sealer;
import dev.keybearer.token.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store promises, and what outlives a process (S5, S6, S7). */
class SqliteTokenStoreTest implements TokenStoreContract {
  @TempDir private Path parent;

  @Override
  public TokenStore open(InstantSource clock) {
    return SqliteTokenStore.open(parent.resolve("store"), Bench.KEYS, Duration.ZERO, clock);
  }

  private Bench bench() {
    return new Bench(parent.resolve("store"));
  }

  @Test
  void keepsItemsAndAnnouncementsBetweenRuns() {
    try (SqliteTokenStore store = bench().open()) {
      store.commit(Bench.item("a", 1));
      store.commit(Bench.item("b", 5));
      store.prepare("b", 5);
    }
    try (SqliteTokenStore store = bench().open()) {
      assertThat(Bench.found(store)).hasToString("{a=1, b=5 prepared}");
      assertThat(store.recover("b").map(Item::prepared)).contains(Bench.NOON);
      store.commit(Bench.item("b", 6));
      store.forget("a");
    }
    try (SqliteTokenStore store = bench().open()) {
      assertThat(Bench.found(store)).hasToString("{b=6}");
    }
  }

  @Test
  void takesValuesUpToItsLimitAndNoLonger() {
    try (SqliteTokenStore store = bench().open()) {
      for (int length : List.of(0, 1, Sealer.VALUE_LIMIT - 1, Sealer.VALUE_LIMIT)) {
        String name = "of " + length;
        store.commit(Item.of(name, 1, Secret.of(new byte[length])));
        assertThat(store.recover(name).orElseThrow().value().matches(Secret.of(new byte[length])))
            .isTrue();
      }
      Item tooLong = Item.of("a", 1, Secret.of(new byte[Sealer.VALUE_LIMIT + 1]));
      Bench.failure(StoreFailure.Kind.UNWRITABLE, () -> store.commit(tooLong));
      assertThat(store.recover("a")).isEmpty();
    }
  }

  @Test
  void takesNamesUpToTheirLimitAndNoOthers() {
    try (SqliteTokenStore store = bench().open()) {
      for (String name : List.of("n".repeat(1023), "n".repeat(1024), "with\0null", "with")) {
        store.commit(Item.of(name, 1, Secret.of(name)));
      }
      assertThat(store.recover("with\0null").orElseThrow().value().reveal())
          .isEqualTo("with\0null");
      assertThat(store.recover("with").orElseThrow().value().reveal()).isEqualTo("with");
      for (String name : List.of("", "n".repeat(1025), "half \ud800")) {
        assertThatThrownBy(() -> store.recover(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.commit(Item.of(name, 1, Secret.of("x"))))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void refusesADirectoryThatTheDriverWouldMisread() {
    Path directory = parent.resolve("store?mode=memory");
    assertThatThrownBy(() -> SqliteTokenStore.open(directory, Bench.key(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(directory).doesNotExist();
  }

  @Test
  void leavesNoSecretReadableInAnyFile() throws Exception {
    String marker = "canary-5d1f";
    try (SqliteTokenStore store = bench().open()) {
      for (int generation = 1; generation < 20; generation++) {
        store.commit(Item.of("a", generation, Secret.of(marker)));
        store.prepare("a", generation);
      }
      assertNowhere(marker);
    }
    assertNowhere(marker);
  }

  private void assertNowhere(String marker) throws Exception {
    try (Stream<Path> files = Files.list(bench().directory())) {
      for (Path file : files.toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as("%s", file)
            .doesNotContain(marker);
      }
    }
  }
}
