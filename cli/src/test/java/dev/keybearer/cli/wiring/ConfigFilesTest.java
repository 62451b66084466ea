package dev.keybearer.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.cli.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a daemon watches, so that a renewed certificate is shown. */
class ConfigFilesTest {
  @TempDir private Path folder;

  @Test
  void areThoseOfAClientThatAsksAboutTokens() throws IOException {
    assertThat(
            files(
                """
                issuers:
                  corp:
                    kind: oidc
                    issuer: https://sso.example.com
                    audiences: [api]
                    trust: ./ca.pem
                    introspection: { client-id: api, client-auth: mtls, certificate: file:./api.pem, private-key: file:./api.key }
                """))
        .containsExactlyInAnyOrderElementsOf(
            paths("keybearer.yaml", "ca.pem", "api.pem", "api.key"));
  }

  @Test
  void areThoseOfItsSecrets() throws IOException {
    assertThat(
            files(
                """
                issuers:
                  corp:
                    kind: oidc
                    issuer: https://sso.example.com
                    audiences: [api]
                    introspection: { client-id: api, client-secret: file:./api.secret, next-client-secret: file:./next.secret }
                """))
        .containsExactlyInAnyOrderElementsOf(paths("keybearer.yaml", "api.secret", "next.secret"));
  }

  private Iterable<Path> files(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("keybearer.yaml"), text);
    return ConfigFiles.of(file, Config.load(file));
  }

  private List<Path> paths(String... names) {
    return List.of(names).stream().map(folder::resolve).toList();
  }
}
