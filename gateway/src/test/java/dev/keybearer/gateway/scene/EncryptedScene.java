package dev.keybearer.gateway.scene;

import dev.keybearer.gateway.tls.CallerTls;
import dev.keybearer.gateway.tls.CallerTls.Certificates;
import dev.keybearer.gateway.tls.CallerTls.Version;
import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A gateway that offers HTTP/2 over TLS, and callers that trust it. */
public final class EncryptedScene implements AutoCloseable {
  private final Authority authority = Authority.of("Test Authority");
  private final GatewayScene scene;

  private EncryptedScene(TimeSource time) {
    this.scene =
        GatewayScene.openOnOneLoop(time)
            .tls(
                CallerTls.of(
                    List.of(authority.issue("server", "localhost", "127.0.0.1").identity()),
                    authority.trust(),
                    new CallerTls.Rules(
                        Version.TLS_1_2, Certificates.WANTED, true, Duration.ofSeconds(10))));
  }

  public static EncryptedScene open() {
    return open(TimeSource.system());
  }

  public static EncryptedScene open(TimeSource time) {
    return new EncryptedScene(time);
  }

  public GatewayScene gateway() {
    return scene;
  }

  public RawUpstream upstream() {
    return scene.upstream();
  }

  public Authority authority() {
    return authority;
  }

  public RawStreams connect(String... settings) {
    return RawStreams.connect(scene.port(), authority.context(), settings);
  }

  public String uri(String path) {
    return "https://localhost:" + scene.port() + path;
  }

  /** The authority as a file for programs of others. */
  public String trusted(Path folder) {
    try {
      return Files.writeString(folder.resolve("ca.pem"), authority.pem()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    scene.close();
  }
}
