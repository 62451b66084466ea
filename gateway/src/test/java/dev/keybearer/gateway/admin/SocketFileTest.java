package dev.keybearer.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of the socket: who may connect, and whose it is. */
class SocketFileTest {
  private static final AdminClient SOMEBODY =
      AdminClient.ofUser("somebody", "nobody-of-that-name", Set.of("orders"));

  @TempDir private Path folder;

  @Test
  void letsNobodyElseConnectWhileAllClientsAreItsOwnUser() throws IOException {
    try (SocketScene scene = SocketScene.open(folder)) {
      assertThat(mode(scene.path)).isEqualTo("rw-------");
    }
  }

  @Test
  void letsItsGroupConnectWhereAClientIsAnotherUser() throws IOException {
    try (SocketScene scene = SocketScene.open(folder)) {
      scene.socket.prepare(List.of(scene.me(), SOMEBODY));
      String wide = mode(scene.path);
      scene.socket.prepare(List.of(scene.me()));

      assertThat(wide).isEqualTo("rw-rw----");
      assertThat(mode(scene.path)).isEqualTo("rw-------");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
  void refusesAFolderInWhichOthersCanReplaceIt(String mode) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> SocketScene.open(folder)).hasMessageContaining("chmod go-w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwx------", "rwxr-xr-x", "rwx--x--x"})
  void takesAFolderInWhichNobodyElseCan(String mode) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));

    try (SocketScene scene = SocketScene.open(folder)) {
      assertThat(scene.get("/token/orders").status()).isEqualTo(200);
    }
  }

  @Test
  void saysThatThereIsNoFolder() throws IOException {
    try (ServerSocketChannel channel = channel()) {
      assertThatThrownBy(() -> SocketFile.bind(channel, folder.resolve("none/keybearer.sock")))
          .hasMessageContaining("there is no folder")
          .hasMessageContaining("mkdir -m 700");
    }
  }

  @Test
  void takesThePlaceOfADeadProcess() throws IOException {
    leaveDead();

    try (SocketScene scene = SocketScene.open(folder)) {
      assertThat(scene.get("/token/orders").status()).isEqualTo(200);
    }
  }

  @Test
  void leavesALiveProcessAlone() {
    try (SocketScene scene = SocketScene.open(folder)) {
      assertThatThrownBy(() -> SocketScene.open(folder))
          .hasMessageContaining("another process listens at " + scene.path);
      assertThat(scene.get("/token/orders").status()).isEqualTo(200);
    }
  }

  @Test
  void replacesNoFileThatIsNoSocket() throws IOException {
    Path file = Files.writeString(folder.resolve("keybearer.sock"), "precious");

    assertThatThrownBy(() -> SocketScene.open(folder)).hasMessageContaining("is no socket");
    assertThat(file).hasContent("precious");
  }

  @Test
  void saysThatAPathMayBeTooLong() throws IOException {
    try (ServerSocketChannel channel = channel()) {
      assertThatThrownBy(() -> SocketFile.bind(channel, folder.resolve("x".repeat(120))))
          .hasMessageContaining("may be too long");
    }
  }

  @Test
  void removesItsFileOnceAndForAll() throws IOException {
    SocketScene scene = SocketScene.open(folder);
    scene.close();
    assertThat(scene.path).doesNotExist();
    Files.writeString(scene.path, "of somebody else");
    scene.close();

    assertThat(scene.path).exists();
  }

  @Test
  void removesNoFileThatAnotherProcessHasPutThere() throws IOException {
    SocketScene scene = SocketScene.open(folder);
    Files.delete(scene.path);
    leaveDead();
    scene.close();

    assertThat(scene.path).exists();
  }

  private void leaveDead() throws IOException {
    try (ServerSocketChannel dead = channel()) {
      dead.bind(UnixDomainSocketAddress.of(folder.resolve("keybearer.sock")));
    }
  }

  private static ServerSocketChannel channel() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
