package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals to a real process reach the command that it runs. */
class ExecSignalTest {
  private static final String SETSID = "/usr/bin/setsid";
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"TERM, 15", "INT, 2", "HUP, 1"})
  void reachTheCommandWhichIsWaitedFor(String signal, int number) throws Exception {
    IgnoredSignals.assumeHeard(number);
    try (ExecScene scene = new ExecScene(folder)) {
      String script =
          "trap ': > heard; sleep 0.3; exit 3' "
              + signal
              + "; : > ready; while :; do sleep 0.05; done";
      Process process = start(scene, script, "--for", "orders", "--file", at("t"));
      try {
        await(scene, "ready");
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start().waitFor();

        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
        assertThat(scene.has("heard")).isTrue();
        assertThat(scene.has("t")).isFalse();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void endItAsTheyEndTheCommand() throws Exception {
    try (ExecScene scene = new ExecScene(folder)) {
      Process process = start(scene, ": > ready; exec sleep 60", "--for", "orders");
      try {
        await(scene, "ready");
        process.destroy();

        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /** No command is there yet to hear it, and a token lies in a file. */
  @Test
  void leaveNoTokenBehindBeforeTheCommandRuns() throws Exception {
    try (ExecScene scene = new ExecScene(folder);
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      scene.config(
          scene
              .config()
              .replace(
                  "credentials:\n",
                  """
                    mute: { kind: oidc, issuer: "http://127.0.0.1:%d", audiences: [api] }
                  credentials:
                    late: { issuer: mute, grant: client-credentials, client-id: ours, client-secret: "file:./ours.secret" }
                  """
                      .formatted(silent.getLocalPort())));
      Process process =
          start(
              scene, "exit 3", "--for", "orders", "--file", at("t"), "--for", "late", "--file",
              at("u"));
      try {
        await(scene, "t");
        process.destroy();

        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(scene.has("t")).isFalse();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /** In a session of its own: at a terminal the command hears what is typed by itself. */
  private Process start(ExecScene scene, String script, String... options) throws IOException {
    List<String> line = new ArrayList<>();
    if (Files.exists(Path.of(SETSID))) {
      line.add(SETSID);
    }
    line.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            "dev.keybearer.cli.Main"));
    line.addAll(scene.arguments(script, options));
    return new ProcessBuilder(line)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(folder.resolve("said").toFile())
        .start();
  }

  private static String classPath() {
    return Stream.of("jdk.module.path", "java.class.path")
        .map(name -> System.getProperty(name, ""))
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void await(ExecScene scene, String name) {
    long begun = System.nanoTime();
    while (!scene.has(name)) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new AssertionError("never " + name + "; it said " + scene.read("said"));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}
