package dev.keybearer.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.cli.config.SecretReference;
import dev.keybearer.cli.config.StoreConfig;
import dev.keybearer.token.Item;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stores as a config names them. */
class StoresTest {
  private static final Secrecy SECRECY = Secrecy.of(null);

  @TempDir private Path parent;
  private final List<String> said = new ArrayList<>();

  private Path key() {
    return parent.resolve("keybearer.key");
  }

  private StoreConfig config(StoreConfig.Kind kind) {
    SecretReference key = new SecretReference.File(key());
    return switch (kind) {
      case SQLITE -> new StoreConfig.Sqlite(parent.resolve("keybearer.db"), key);
      case FILE -> new StoreConfig.File(parent.resolve("tokens"), key);
      case MEMORY -> new StoreConfig.Memory();
    };
  }

  private TokenStore open(StoreConfig.Kind kind) {
    return Stores.open(config(kind), SECRECY, said::add);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  void keepsItemsBetweenRunsUnderAKeyThatItMakesOnce(StoreConfig.Kind kind) throws IOException {
    try (TokenStore store = open(kind)) {
      store.commit(Item.of("a", 1, Secret.of("one")));
    }
    try (TokenStore store = open(kind)) {
      assertThat(store.recover("a").orElseThrow().value().reveal()).isEqualTo("one");
    }
    assertThat(said).singleElement().asString().contains("made the key of the store: " + key());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  void makesNoOtherKeyForAStoreThatExists(StoreConfig.Kind kind) throws IOException {
    open(kind).close();
    Files.delete(key());

    assertThatThrownBy(() -> open(kind).close()).isInstanceOf(SecretFailure.class);
    assertThat(key()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
  void namesTokensAlikeInEveryProcessOverOneStore(StoreConfig.Kind kind) {
    open(kind).close();
    Secret first = Objects.requireNonNull(Stores.nameKey(config(kind), SECRECY));
    Secret second = Objects.requireNonNull(Stores.nameKey(config(kind), SECRECY));
    assertThat(first.matches(second)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY")
  void makesNoKeyForMemory(StoreConfig.Kind kind) {
    open(kind).close();
    assertThat(key()).doesNotExist();
    assertThat(Stores.nameKey(config(kind), SECRECY)).isNull();
  }
}
