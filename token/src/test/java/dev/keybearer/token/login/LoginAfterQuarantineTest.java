package dev.keybearer.token.login;

import static dev.keybearer.token.login.LoginScene.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keybearer.simulator.DpopRule;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Item;
import dev.keybearer.token.TokenFailure.Kind;
import dev.keybearer.token.file.FileTokenStore;
import dev.keybearer.token.file.SealingKeys;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F27: a store that says "log in again" takes the login. */
class LoginAfterQuarantineTest {
  private static final SealingKeys KEYS = SealingKeys.of(Secret.of("0123456789abcdef".repeat(4)));

  @TempDir private Path parent;
  private final LoginScene scene = new LoginScene();

  @BeforeEach
  void issuerTakesProofs() {
    scene.issuer.habits().dpop(DpopRule.TAKEN);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aLoginTakesThePlaceOfAnItemThatWasPutAside() throws IOException {
    assertMendedByLogin(scene.coded(), false);
  }

  @Test
  void aLoginTakesThePlaceOfAnItemWhoseKeyIsThere() throws IOException {
    assertMendedByLogin(scene.coded().bound(), false);
  }

  @Test
  void aLoginTakesThePlaceOfAKeyThatWasPutAside() throws IOException {
    assertMendedByLogin(scene.coded().bound(), true);
  }

  /** Tokens at rest are bound to the lost key: a new one beside them would open nothing. */
  @Test
  void aLoginThatIsNotCompletedPutsNoNewKeyBesideTheTokensOfTheLostOne() throws IOException {
    Credential credential = scene.coded().bound();
    logIn(credential);
    damage(true);

    try (FileTokenStore store = open()) {
      CodeLogin.begin(credential, store, LoginScene.REDIRECT, scene.time);

      assertThat(catchThrowable(() -> token(credential, store))).hasMessageContaining("log in");
    }
  }

  /** What a newer version wrote is whole, and its owner is told before a browser opens. */
  @Test
  void aLoginDoesNotTakeThePlaceOfWhatOnlyCannotBeReadHere() throws IOException {
    Credential credential = scene.coded();
    logIn(credential);
    try (FileTokenStore store = open()) {
      store.commit(Item.of(name(store), 99, Secret.of("{\"form\":\"99\"}")));

      assertThat(
              failure(() -> CodeLogin.begin(credential, store, LoginScene.REDIRECT, scene.time))
                  .kind())
          .isEqualTo(Kind.STORE_UNUSABLE);
    }
  }

  private void assertMendedByLogin(Credential credential, boolean key) throws IOException {
    logIn(credential);
    damage(key);
    try (FileTokenStore store = open()) {
      assertThat(catchThrowable(() -> token(credential, store))).hasMessageContaining("log in");
      assertThat(catchThrowable(() -> token(credential, store))).hasMessageContaining("log in");
    }

    logIn(credential);

    try (FileTokenStore store = open()) {
      String token = token(credential, store);
      assertThat(token).isNotEmpty();
      scene.advance(Duration.ofSeconds(101));
      assertThat(token(credential, store)).isNotEqualTo(token);
    }
  }

  private void logIn(Credential credential) {
    try (FileTokenStore store = open()) {
      CodeLogin login = CodeLogin.begin(credential, store, LoginScene.REDIRECT, scene.time);
      login.complete(scene.browse(login.browserAddress()));
    }
  }

  private String token(Credential credential, FileTokenStore store) {
    try (TokenSources sources =
        TokenSources.open(TokenSources.Options.STANDARD.withTime(scene.time).withStore(store))) {
      return sources.of(credential).get().value();
    }
  }

  /** Flips a bit in the middle of the item, or of the key beside it. */
  private void damage(boolean key) throws IOException {
    Path item = items().stream().filter(file -> isKey(file) == key).findFirst().orElseThrow();
    byte[] bytes = Files.readAllBytes(item);
    bytes[bytes.length / 2] ^= 1;
    Files.write(item, bytes);
  }

  private String name(FileTokenStore store) throws IOException {
    String file = String.valueOf(items().get(0).getFileName());
    String name = file.substring(0, file.length() - ".item".length()).replace("%7e", "~");
    assertThat(store.recover(name)).isPresent();
    return name;
  }

  private List<Path> items() throws IOException {
    try (Stream<Path> files = Files.list(parent.resolve("store"))) {
      return files.filter(file -> file.toString().endsWith(".item")).toList();
    }
  }

  private static boolean isKey(Path file) {
    return file.toString().endsWith("%7ekey.item");
  }

  private FileTokenStore open() {
    return FileTokenStore.open(parent.resolve("store"), KEYS, Duration.ZERO, Clock.systemUTC());
  }
}
