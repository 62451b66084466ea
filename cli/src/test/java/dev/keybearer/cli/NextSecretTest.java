package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * R10: a secret and its successor stand in one config while an issuer changes from one to the
 * other.
 */
class NextSecretTest {
  @TempDir private Path folder;

  @Test
  void eitherOfTwoSecretsBringsAToken() throws IOException {
    try (InspectScene scene = new InspectScene(folder)) {
      assertThat(token(scene, "s3cret", "not-yet").code()).isZero();
      assertThat(token(scene, "no-longer", "s3cret").code()).isZero();
      assertThat(token(scene, "no-longer", "not-yet").code()).isEqualTo(4);
    }
  }

  private static Run token(InspectScene scene, String secret, String next) throws IOException {
    Path config = Path.of(scene.config("client-auth: basic"));
    Files.writeString(
        config,
        Files.readString(config)
            + "credentials:\n  orders: { issuer: corp, grant: client-credentials, client-id: app,"
            + " client-secret: exec:echo "
            + secret
            + ", next-client-secret: exec:echo "
            + next
            + " }\n");
    return Run.typing("token", "orders", "-c", config.toString());
  }
}
