package dev.keybearer.cli.serve;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A simulated issuer with its API, and the config of a gateway before it: {@code /api/open/**} lets
 * in whoever comes, {@code /api/orders/**} tokens with {@code orders:read}; both attach the token
 * of the credential orders.
 */
final class ServeScene implements AutoCloseable {
  private static final String CONFIG =
      """
      issuers:
        corp: { kind: oidc, issuer: "{issuer}", audiences: [api] }
      credentials:
        orders:
          issuer: corp
          grant: client-credentials
          client-id: ours
          client-secret: "file:./ours.secret"
          scopes: [orders:read]
      gateway:
        listen: 127.0.0.1:0
        limits: { idle: 1d }
        upstreams:
          api: { url: "{issuer}", connections: 1000, connect-timeout: 10s }
        routes:
          - name: open
            path: /api/open/**
            methods: [GET, POST]
            accept: anonymous
            upstream: api
            credential: orders
            patience: 30s
          - name: orders
            path: /api/orders/**
            methods: [GET, POST]
            accept: { issuer: corp, scopes: [orders:read] }
            upstream: api
            credential: orders
            patience: 30s
      admin: { listen: 127.0.0.1:0 }
      store: { kind: sqlite, path: ./store, key: "file:./store.key" }
      log: { entries: ./entries.jsonl }
      """;

  final World world = World.open();
  final SimulatedIssuer issuer = world.issuer("corp");
  final MovedTime time = new MovedTime();
  final Path file;
  private final Path folder;

  ServeScene(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("keybearer.yaml");
    issuer.client("ours").secret("our-secret").scopes("orders:read", "orders:write");
    issuer.client("caller").secret("caller-secret").scopes("orders:read");
    secret("ours.secret", "our-secret");
    write(config());
  }

  /** Many callers come, all of one address. */
  ServeScene crowded() {
    String limits = "limits: { idle: 1d }";
    write(config().replace(limits, limits.replace(" }", ", connections-per-address: 10000 }")));
    return this;
  }

  /** The config as it is when nobody changes it. */
  String config() {
    return CONFIG.replace("{issuer}", issuer.uri().toString());
  }

  /** Puts a config in the place of the one before, whole. */
  ServeScene write(String config) {
    try {
      Path fresh = Files.writeString(folder.resolve("keybearer.new"), config);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a secret in a file that only we can read. */
  ServeScene secret(String name, String secret) {
    try {
      var onlyOurs =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.writeString(Files.createFile(folder.resolve(name), onlyOurs), secret);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A daemon that lives by the time of this scene. */
  Daemon daemon() {
    return Daemon.open(file, Config.load(file), said -> {}, time);
  }

  /** A real process. */
  ServeProcess process(Map<String, String> environment) {
    return ServeProcess.start(file, environment);
  }

  /** Moves the time of issuer and daemon alike. */
  void advance(Duration by) {
    world.clock().advance(by);
    time.advance(by);
  }

  /** How often a token was asked for. */
  int tokenRequests() {
    return issuer.referee().count(Endpoint.TOKEN);
  }

  /** What has arrived at the API. */
  List<RecordedRequest> apiRequests() {
    return issuer.referee().requests(Endpoint.API);
  }

  /** The token that the latest call arrived with. */
  String attachedToken() {
    String value = apiRequests().getLast().headers().getOrDefault("Authorization", "");
    return value.substring("Bearer ".length());
  }

  /** What the daemon has written down. */
  List<String> entries() {
    try {
      return Files.readAllLines(folder.resolve("entries.jsonl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    world.close();
  }
}
