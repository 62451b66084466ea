package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that {@code keybearer token} verifies before it prints them. */
class CheckReceivedTest {
  @TempDir private Path folder;

  private InspectScene scene;

  @BeforeEach
  void open() {
    scene = new InspectScene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void printsATokenForTheAudienceThatWasAskedFor() throws IOException {
    Run run = token("audience: orders");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("ey");
  }

  @Test
  void asksForNoAudienceUnlessOneWasAskedFor() throws IOException {
    assertThat(token("scopes: [orders:read]").code()).isZero();
  }

  /** The issuer signs with a key that it does not publish: nobody could verify such a token. */
  @Test
  void refusesATokenThatNobodyCouldVerify() throws IOException {
    scene.issuer.keys().withdraw(scene.issuer.keys().active().id());

    Run run = token("scopes: [orders:read]");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
  }

  private Run token(String key) throws IOException {
    Path config = Path.of(scene.config("client-auth: basic"));
    Files.writeString(
        config,
        Files.readString(config)
            + "credentials:\n  orders: { issuer: corp, grant: client-credentials, client-id: app,"
            + " client-secret: exec:echo s3cret, check-received: true, "
            + key
            + " }\n");
    return Run.typing("token", "orders", "-c", config.toString());
  }
}
