package dev.keybearer.cli.serve;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.simulator.World;
import dev.keybearer.token.keycloak.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A gateway that runs, which takes tokens of one issuer and calls Genesys with its own. */
final class AnalyticsScene implements AutoCloseable {
  private static final String QUERY =
      "{\"interval\":\"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z\","
          + "\"paging\":{\"pageSize\":1,\"pageNumber\":1}}";

  final World world = World.open();
  private final Wire wire = new Wire();
  private final Daemon daemon;

  private AnalyticsScene(URI corp, Path folder) throws IOException {
    world.genesys().client("gateway").secret("gateway-s3cret");
    Path file = Files.writeString(folder.resolve("keybearer.yaml"), config(corp));
    daemon = Daemon.open(file, Config.load(file), line -> {});
  }

  /** Opens one with its config in a folder. */
  static AnalyticsScene open(URI corp, Path folder) {
    try {
      return new AnalyticsScene(corp, folder);
    } catch (IOException e) {
      throw new AssertionError("the config could not be written", e);
    }
  }

  private String config(URI corp) {
    return """
    issuers:
      corp: { kind: oidc, issuer: "%s", audiences: [%s] }
      genesys: { kind: genesys, region: mypurecloud.com, login: "%s" }
    credentials:
      analytics:
        issuer: genesys
        grant: client-credentials
        client-id: gateway
        client-secret: exec:echo gateway-s3cret
    gateway:
      listen: 127.0.0.1:0
      routes:
        - path: /api/v2/analytics/**
          methods: [POST]
          accept: { issuer: corp, scopes: ["%s"] }
          upstream: "%s"
          credential: analytics
    admin: { listen: 127.0.0.1:0 }
    log: { entries: off }
    """
        .formatted(
            corp, Callers.AUDIENCE, world.genesys().login(), Callers.SCOPE, world.genesys().api());
  }

  /** The answer to an analytics query with a token. */
  HttpResponse<String> query(String token) {
    return wire.send(
        HttpRequest.newBuilder(
                URI.create(at(daemon.listens()) + "/api/v2/analytics/conversations/details/query"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(QUERY)));
  }

  /** Ends tokens early. */
  HttpResponse<String> revoke(String which) {
    return wire.send(
        HttpRequest.newBuilder(URI.create(at(daemon.administers()) + "/admin/revoke"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(which)));
  }

  /** The queries that Genesys saw. */
  List<RecordedRequest> upstream() {
    return world.genesys().referee().requests(Endpoint.DETAILS_QUERY);
  }

  private static String at(InetSocketAddress address) {
    return "http://127.0.0.1:" + address.getPort();
  }

  @Override
  public void close() {
    daemon.close();
    world.close();
  }
}
