package dev.keybearer.token.renewal;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Limits;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.file.FileTokenStore;
import dev.keybearer.token.secret.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that does nothing but refresh one credential, and says each generation it has got. */
final class RotatingProcess implements AutoCloseable {
  static final String NEEDS_LOGIN = "needs login";

  private final Process process;
  private final BufferedReader said;

  private RotatingProcess(Process process) {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
  }

  public static void main(String[] arguments) throws IOException {
    Secret key = Secret.of("xv7TzwnZm1Uj9xXyVQm0o3yqk2Ck7F8eN5Qm4r1sT0U="); // 32 bytes in base64
    Credential credential = credential(URI.create(arguments[1]), arguments[2]);
    try (FileTokenStore store = FileTokenStore.open(Path.of(arguments[0]), key);
        TokenSources sources = TokenSources.open(TokenSources.Options.STANDARD.withStore(store))) {
      TokenSource source = sources.of(credential);
      while (true) {
        say("generation " + source.get().generation());
        sources.renew(credential, Duration.ofSeconds(5));
      }
    } catch (TokenFailure e) {
      say(e.kind() == TokenFailure.Kind.NEEDS_LOGIN ? NEEDS_LOGIN : "failed: " + e.getMessage());
    }
  }

  private static Credential credential(URI tokenEndpoint, String refreshToken) {
    ClientAuthentication proof = new ClientAuthentication.Basic(() -> Secret.of("s3cret"));
    return Credential.of(
            "ada",
            Issuer.oauth2(Endpoints.of(tokenEndpoint))
                .withLimits(new Limits(1000, Duration.ofMillis(1))),
            new Grant.RefreshToken(() -> Secret.of(refreshToken)),
            new Credential.Client("svc", proof))
        .withLimits(new Limits(1000, Duration.ofMillis(1)));
  }

  private static void say(String line) throws IOException {
    System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  static RotatingProcess start(Path directory, URI tokenEndpoint, String refreshToken)
      throws IOException {
    return new RotatingProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                RotatingProcess.class.getName(),
                directory.toString(),
                tokenEndpoint.toString(),
                refreshToken)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Everything this test itself runs on, whether it came by class path or by module path. */
  private static String classPath() {
    String separator = System.getProperty("path.separator");
    return String.join(
        separator,
        System.getProperty("java.class.path", ""),
        System.getProperty("jdk.module.path", ""),
        Path.of("target", "test-classes").toAbsolutePath().toString());
  }

  /** The next thing it says. */
  String next() throws IOException {
    String line = said.readLine();
    return line == null ? "ended" : line;
  }

  /** Kills it after some time. */
  void kill(Duration after) throws InterruptedException {
    if (!process.waitFor(after.toNanos(), TimeUnit.NANOSECONDS)) {
      process.destroyForcibly();
    }
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the process cannot be killed");
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    said.close();
  }
}
