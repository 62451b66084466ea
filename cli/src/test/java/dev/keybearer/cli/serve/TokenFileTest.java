package dev.keybearer.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon keeps a token fresh in a file. */
class TokenFileTest {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration NEARLY = Duration.ofMinutes(9);

  @TempDir private Path folder;

  private Path run = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    run = Files.createDirectory(folder.resolve("run"));
  }

  @Test
  void holdsATokenThatWorksFromTheStartAndItsSuccessors() {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.issuer.habits().tokenLife(LIFE);
      scene.write(keeping(scene, "orders"));
      try (Daemon daemon = scene.daemon()) {
        String first = written("orders");
        assertThat(works(scene, first)).isTrue();
        scene.advance(NEARLY);
        Eventually.holds("a successor", () -> !read("orders").equals(first));

        assertThat(works(scene, read("orders"))).isTrue();
        assertThat(daemon.listens().getPort()).isPositive();
      }
      assertThat(run.resolve("orders")).exists(); // its token works on
    }
  }

  @Test
  void writesTheTokenThatRestsAfterARestart() throws IOException {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.issuer.habits().tokenLife(LIFE);
      scene.write(keeping(scene, "orders"));
      String before;
      try (Daemon daemon = scene.daemon()) {
        before = written("orders");
        assertThat(daemon.listens().getPort()).isPositive();
      }
      Files.delete(run.resolve("orders"));
      try (Daemon daemon = scene.daemon()) {
        assertThat(written("orders")).isEqualTo(before);
        assertThat(scene.issuer.referee().count(Endpoint.TOKEN)).isEqualTo(1);
        assertThat(daemon.listens().getPort()).isPositive();
      }
    }
  }

  @Test
  void beginsAndEndsWithAReloadAndAsksForNoOtherToken() {
    try (ServeScene scene = new ServeScene(folder)) {
      scene.issuer.habits().tokenLife(LIFE);
      try (Daemon daemon = scene.daemon()) {
        scene.write(keeping(scene, "orders"));
        daemon.reload();
        String token = written("orders");
        scene.write(keeping(scene, "moved"));
        daemon.reload();

        assertThat(written("moved")).isEqualTo(token);
        assertThat(scene.tokenRequests()).isEqualTo(1);
        scene.advance(NEARLY);
        Eventually.holds("a successor", () -> !read("moved").equals(token));
        assertThat(read("orders")).isEqualTo(token);
      }
    }
  }

  @Test
  void tellsThatItCannotBeWrittenAndServesAllTheSame() throws Exception {
    mode("rwxrwxrwx");
    try (ServeScene scene = new ServeScene(folder)) {
      scene.issuer.habits().tokenLife(LIFE);
      scene.write(keeping(scene, "orders"));
      try (Daemon daemon = scene.daemon();
          Caller caller = Caller.at(daemon.listens());
          Caller operator = Caller.at(daemon.administers())) {
        Eventually.holds(
            "the failure is told",
            () -> scene.entries().stream().anyMatch(line -> line.contains("TOKEN_FILE_FAILED")));

        assertThat(caller.get("/api/open/1").statusCode()).isEqualTo(200);
        assertThat(operator.get("/metrics").body())
            .containsPattern("keybearer_token_file_failures_total [1-9]");
        mode("rwx------");
        scene.advance(Duration.ofSeconds(2));
        String token = written("orders");
        assertThat(scene.entries())
            .anyMatch(line -> line.contains("chmod go-w"))
            .noneMatch(line -> line.contains(token));
      }
    }
  }

  private static String keeping(ServeScene scene, String name) {
    return scene
        .config()
        .replace(
            "    scopes: [orders:read]\n",
            "    scopes: [orders:read]\n    token-file: ./run/" + name + "\n");
  }

  private static boolean works(ServeScene scene, String token) {
    try (Caller direct = Caller.at(scene.issuer.api().getPort()).with(token)) {
      return direct.get("/api/orders/1").statusCode() == 200;
    }
  }

  private String written(String name) {
    Eventually.holds("a token in " + name, () -> !read(name).isEmpty());
    return read(name);
  }

  private String read(String name) {
    try {
      return Files.readString(run.resolve(name));
    } catch (IOException e) {
      return "";
    }
  }

  private void mode(String mode) throws IOException {
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString(mode));
  }
}
