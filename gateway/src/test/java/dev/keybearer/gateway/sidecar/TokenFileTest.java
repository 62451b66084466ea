package dev.keybearer.gateway.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token in a file of its own. */
class TokenFileTest {
  @TempDir private Path folder;

  @Test
  void holdsTheBareTokenForItsOwnerAlone() throws IOException {
    TokenFile file = file();
    file.write(Tokens.numbered(1));

    assertThat(file.path()).hasContent("token-1").hasSize(7);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertThat(file.holds(Tokens.numbered(1))).isTrue();
    assertThat(file.holds(Tokens.numbered(2))).isFalse();
  }

  @Test
  void narrowsAFileThatOthersCouldRead() throws IOException {
    TokenFile file = file();
    Files.writeString(file.path(), "old");
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));
    file.write(Tokens.numbered(1));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void isReadWholeWhileItIsReplaced() throws Exception {
    TokenFile file = file();
    file.write(Tokens.numbered(0));
    AtomicBoolean done = new AtomicBoolean();
    AtomicBoolean broken = new AtomicBoolean();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    broken.compareAndSet(false, !read(file).matches("token-[0-9]+"));
                  }
                });
    for (int i = 1; i < 100; i++) {
      file.write(Tokens.numbered(i));
    }
    done.set(true);
    reader.join();

    assertThat(broken).isFalse();
  }

  @Test
  void leavesNothingBesideItself() throws IOException {
    Files.writeString(folder.resolve(".orders.token.new"), "of a process that was killed");
    TokenFile file = file();
    file.write(Tokens.numbered(1));
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(file.path());
    }
  }

  @Test
  void replacesALinkAndNotWhatItLeadsTo() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "kept");
    TokenFile file = file();
    Files.createSymbolicLink(file.path(), precious);
    file.write(Tokens.numbered(1));

    assertThat(precious).hasContent("kept");
    assertThat(file.path()).hasContent("token-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx---rwx", "rwx----w-"})
  void refusesAFolderInWhichOthersCanReplaceIt(String mode) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> file().write(Tokens.numbered(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod go-w")
        .hasMessageNotContaining("token-1");
  }

  @Test
  void saysWhatToDoWithoutAFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> TokenFile.at(folder.resolve("a/b")).write(Tokens.numbered(1)))
        .hasMessageContaining("mkdir -m 700");
    assertThatThrownBy(() -> TokenFile.at(file.resolve("b")).write(Tokens.numbered(1)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> TokenFile.at(Path.of("/")).write(Tokens.numbered(1)))
        .hasMessageContaining("name one in a folder");
  }

  @Test
  void keepsTheTokenBeforeWhenTheNextCannotBeWritten() throws IOException {
    TokenFile file = file();
    Path blocked = Files.createDirectory(file.path());
    Files.createFile(blocked.resolve("inside"));

    assertThatThrownBy(() -> file.write(Tokens.numbered(1))).isInstanceOf(IOException.class);
    assertThat(file.holds(Tokens.numbered(1))).isFalse();
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(blocked);
    }
  }

  @Test
  void holdsNothingOnceSomebodyDeletedIt() throws IOException {
    TokenFile file = file();
    file.write(Tokens.numbered(1));
    Files.delete(file.path());

    assertThat(file.holds(Tokens.numbered(1))).isFalse();
  }

  @Test
  void isRemovedTwice() throws IOException {
    TokenFile file = file();
    file.write(Tokens.numbered(1));
    file.remove();
    file.remove();

    assertThat(file.path()).doesNotExist();
    assertThat(file.holds(Tokens.numbered(1))).isFalse();
  }

  private TokenFile file() {
    return TokenFile.at(folder.resolve("orders.token"));
  }

  private static String read(TokenFile file) {
    try {
      return Files.readString(file.path());
    } catch (IOException e) {
      return "none: " + e;
    }
  }
}
