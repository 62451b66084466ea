package dev.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slip of the pen leaves nothing behind. */
class UnknownCredentialTest {
  @TempDir private Path folder;

  @Test
  void makesNoKeyAndNoStoreForANameThatTheConfigDoesNotHave() throws IOException {
    Path config = folder.resolve("keybearer.yaml");
    Files.writeString(
        config,
        """
        issuers:
          corp: { kind: oidc, issuer: "https://sso.example.com" }
        credentials:
          orders: { issuer: corp, grant: client-credentials, client-id: a, client-secret: env:A }
        store: { kind: file, path: "%1$s/tokens", key: "file:%1$s/key" }
        """
            .formatted(folder));

    Run run = Run.typing("token", "ordrs", "-c", config.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no credential is named ordrs").contains("there is orders");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.toList()).isEqualTo(List.of(config));
    }
  }
}
