package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A process tells the service manager how it stands. Java has no datagrams of that kind. */
class ServiceNoticeTest {
  private static final String MANAGER =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      print("bound", flush=True)
      while True:
          print(s.recv(4096).decode(), flush=True)
      """;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // no interrupt ends a read
  void tellsWhenItIsReadyReloadsAndStops() throws Exception {
    String socket = folder.resolve("notify").toString();
    Process manager = manager(socket);
    try (BufferedReader told = manager.inputReader(StandardCharsets.UTF_8);
        ServeScene scene = new ServeScene(folder)) {
      assumeTrue("bound".equals(told.readLine()), "no datagram socket can be bound here");
      try (ServeProcess process = scene.process(Map.of("NOTIFY_SOCKET", socket))) {
        assertThat(told.readLine()).isEqualTo("READY=1");
        process.hangUp();
        assertThat(told.readLine()).isEqualTo("RELOADING=1");
        assertThat(told.readLine()).isEqualTo("READY=1");
        process.terminate();
        assertThat(told.readLine()).isEqualTo("STOPPING=1");
      }
    } finally {
      manager.destroyForcibly();
    }
  }

  private static Process manager(String socket) {
    try {
      return new ProcessBuilder("python3", "-c", MANAGER, socket).start();
    } catch (IOException e) {
      assumeTrue(false, "python3 is not here to play the service manager");
      throw new AssertionError(e);
    }
  }
}
