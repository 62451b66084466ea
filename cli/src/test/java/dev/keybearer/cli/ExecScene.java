package dev.keybearer.cli;

import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A simulated issuer, a config with two credentials of it, and commands that run with their tokens.
 */
final class ExecScene implements AutoCloseable {
  private static final String CONFIG =
      """
      issuers:
        corp: { kind: oidc, issuer: "{issuer}", audiences: [api] }
      credentials:
        orders: { issuer: corp, grant: client-credentials, client-id: ours, client-secret: "file:./ours.secret" }
        night-run: { issuer: corp, grant: client-credentials, client-id: ours, client-secret: "file:./ours.secret" }
      store: { kind: sqlite, path: ./store, key: "file:./store.key" }
      """;

  final World world = World.open();
  final SimulatedIssuer issuer = world.issuer("corp");
  final Path folder;

  ExecScene(Path folder) throws IOException {
    this.folder = folder;
    issuer.client("ours").secret("our-secret").scopes("orders:read");
    var onlyOurs =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.writeString(Files.createFile(folder.resolve("ours.secret"), onlyOurs), "our-secret");
    config(CONFIG);
  }

  /** Puts another config in the place of the one before. */
  void config(String config) throws IOException {
    Files.writeString(file(), config.replace("{issuer}", issuer.uri().toString()));
  }

  String config() throws IOException {
    return Files.readString(file());
  }

  Path file() {
    return folder.resolve("keybearer.yaml");
  }

  /** Options of exec, then what a shell in our folder is to do. */
  Run sh(String script, String... options) {
    List<String> arguments = arguments(script, options);
    return Run.piping("", arguments.toArray(String[]::new));
  }

  List<String> arguments(String script, String... options) {
    List<String> arguments = new ArrayList<>(List.of("exec", "-c", file().toString()));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--", "sh", "-c", "cd \"$1\"; " + script, "sh", folder.toString()));
    return arguments;
  }

  /** What a file in our folder holds. */
  String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  @Override
  public void close() {
    world.close();
  }
}
