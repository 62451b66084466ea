package dev.keybearer.token.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keybearer.token.secret.SecretFailure.Kind;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H6, S3. */
class FileSecretTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
  void readsFileThatOnlyItsOwnerMayTouch(String permissions) throws IOException {
    Path file = file("CANARY", permissions);

    assertThat(Secrets.file(file).read().reveal()).isEqualTo("CANARY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rw-r-----",
        "rw--w----",
        "rw---x---",
        "rw----r--",
        "rw-----w-",
        "rw------x",
        "rw-r--r--",
        "rwxrwxrwx"
      })
  void refusesFileThatIsOpenToOthersAndSaysHowToCloseIt(String permissions) throws IOException {
    Path file = file("CANARY", permissions);

    SecretFailure failure = failure(file);

    assertThat(failure.kind()).isEqualTo(Kind.UNSAFE);
    assertThat(failure)
        .hasMessage(
            "file:%s is open to others (%s); close it with: chmod go= %s"
                .formatted(file, permissions, file.toRealPath()));
  }

  @Test
  void judgesWhatALinkLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file("CANARY", "rw-------"));
    assertThat(Secrets.file(link).read().reveal()).isEqualTo("CANARY");

    Path open = file("CANARY", "rw-r--r--");
    Path second = Files.createSymbolicLink(folder.resolve("second"), open);
    SecretFailure failure = failure(Files.createSymbolicLink(folder.resolve("third"), second));

    assertThat(failure.kind()).isEqualTo(Kind.UNSAFE);
    assertThat(failure).hasMessageContaining("(really " + open.toRealPath() + ")");
  }

  @Test
  void readsWherePermissionsAreUnknown() throws IOException {
    Path archive = folder.resolve("files.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Path file = Files.writeString(zip.getPath("/secret"), "CANARY");

      assertThat(Secrets.file(file).read().reveal()).isEqualTo("CANARY");
    }
  }

  @Test
  void trimsExactlyOneLineEnd() throws IOException {
    assertThat(read("CANARY\n")).isEqualTo("CANARY");
    assertThat(read("CANARY\r\n")).isEqualTo("CANARY");
    assertThat(read("CANARY\n\n")).isEqualTo("CANARY\n");
    assertThat(read("CANARY\r")).isEqualTo("CANARY\r");
    assertThat(read(" CANARY ")).isEqualTo(" CANARY ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void refusesFileThatHoldsNothing(String content) throws IOException {
    SecretFailure failure = failure(file(content, "rw-------"));

    assertThat(failure.kind()).isEqualTo(Kind.ABSENT);
    assertThat(failure).hasMessageContaining("gives nothing");
  }

  @Test
  void readsUpToTheLimitAndNoFurther() throws IOException {
    assertThat(read("x".repeat(Secrets.LIMIT - 1))).hasSize(Secrets.LIMIT - 1);
    assertThat(read("x".repeat(Secrets.LIMIT))).hasSize(Secrets.LIMIT);

    SecretFailure failure = failure(file("x".repeat(Secrets.LIMIT + 1), "rw-------"));

    assertThat(failure.kind()).isEqualTo(Kind.UNSAFE);
    assertThat(failure).hasMessageContaining("more than 65536 bytes");
  }

  @Test
  void namesWhatStandsThereInsteadOfAFile() throws IOException {
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);

    assertThat(failure(folder)).hasMessageContaining("is a directory");
    assertThat(failure(folder.resolve("absent"))).hasMessageContaining("does not exist");
    assertThat(failure(Path.of("/dev/null"))).hasMessageContaining("is not a regular file");
    assertThat(failure(loop)).hasMessageContaining("cannot be read");
  }

  @Test
  void readsBytesThatAreNoText() throws IOException {
    byte[] bytes = {0, (byte) 0xff, 10, 13, (byte) 0x80};
    Path file = file("", "rw-------");
    Files.write(file, bytes);

    assertThat(Secrets.file(file).read().matches(Secret.of(bytes))).isTrue();
  }

  /** A secret that was rotated in place is seen by the next read. */
  @Test
  void readsTheFileAgainEachTime() throws IOException {
    Path file = file("old", "rw-------");
    SecretSource source = Secrets.file(file);
    source.read();
    Files.writeString(file, "new");

    assertThat(source.read().reveal()).isEqualTo("new");
  }

  private String read(String content) throws IOException {
    return Secrets.file(file(content, "rw-------")).read().reveal();
  }

  private static SecretFailure failure(Path file) {
    SecretFailure failure =
        catchThrowableOfType(SecretFailure.class, () -> Secrets.file(file).read());
    assertThat(failure).hasMessageStartingWith("file:" + file + " ");
    assertThat(failure.getMessage()).doesNotContain("CANARY");
    return failure;
  }

  private Path file(String content, String permissions) throws IOException {
    Path file = Files.createTempFile(folder, "secret", "");
    Files.write(file, content.getBytes(UTF_8));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
