package dev.keybearer.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.TokenStore;
import dev.keybearer.token.file.FileTokenStore;
import dev.keybearer.token.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K4: nobody who reaches the files makes a token good again by taking one away. */
class RevocationFilesTest {
  private static final Secret KEY = Secret.random();

  @TempDir private Path parent;
  private final List<Revocation> all = Sample.random(new Random(1), Block.CAPACITY + 1);

  @BeforeEach
  void write() {
    try (TokenStore store = open()) {
      StoredRevocationLog.open(store).append(all);
    }
  }

  @Test
  void whatWasWrittenIsThereAfterARestart() {
    assertThat(read()).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"revocations.item", "0.item", "1.item"})
  void aFileThatIsGoneRefusesTheStartEveryTime(String name) throws IOException {
    Files.delete(file(name));

    for (int start = 0; start < 2; start++) {
      RevocationFailure failure = catchThrowableOfType(RevocationFailure.class, this::read);
      assertThat(failure.kind()).isEqualTo(RevocationFailure.Kind.UNREADABLE);
    }
  }

  private Path file(String name) throws IOException {
    try (Stream<Path> files = Files.list(parent.resolve("store"))) {
      return files.filter(each -> each.toString().endsWith(name)).findFirst().orElseThrow();
    }
  }

  private List<Revocation> read() {
    List<Revocation> found = new ArrayList<>();
    try (TokenStore store = open()) {
      StoredRevocationLog.open(store).read(1, (number, each) -> found.add(each));
    }
    return found;
  }

  private TokenStore open() {
    return FileTokenStore.open(parent.resolve("store"), KEY);
  }
}
