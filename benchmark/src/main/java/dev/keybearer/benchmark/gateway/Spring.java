package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Jvm;
import dev.keybearer.benchmark.tool.SignedTokens;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spring Cloud Gateway with a resource server, which {@code benchmark/run} builds beforehand.
 *
 * @param words what it is called in tables
 * @param options of its JVM
 */
public record Spring(String words, List<String> options) implements Peer {
  private static final Path TARGET = Path.of("benchmark", "spring", "target");
  private static final Path CLASS_PATH = TARGET.resolve("classpath");

  /** In a JVM like ours. */
  public Spring() {
    this("Spring Cloud Gateway", List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"));
  }

  @Override
  public boolean judges() {
    return true;
  }

  @Override
  public @Nullable String missing() {
    return Files.exists(CLASS_PATH)
        ? null
        : "its artifacts could not be had: mvn -f benchmark/spring package says why";
  }

  @Override
  public List<String> command(Scene scene, int port) throws IOException {
    String path = TARGET.resolve("spring.jar") + File.pathSeparator + Files.readString(CLASS_PATH);
    ProcessBuilder java =
        Jvm.of(
            "dev.keybearer.benchmark.spring.Main",
            List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--upstream=http://127.0.0.1:" + scene.upstream(),
                "--key=" + scene.pem(),
                "--issuer=" + SignedTokens.ISSUER,
                "--audience=" + SignedTokens.AUDIENCE,
                "--logging.level.root=warn",
                "--spring.main.banner-mode=off"),
            path,
            options);
    return java.command();
  }
}
