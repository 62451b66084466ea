package dev.keybearer.genesys;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedGenesys;
import dev.keybearer.simulator.World;
import dev.keybearer.token.Credential;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;

/** A simulated Genesys Cloud whose time stands still, and a process that has tokens of it. */
final class GenesysScene implements AutoCloseable {
  final World world = World.open();
  final SimulatedGenesys genesys = world.genesys();
  final GenesysCloud cloud = new GenesysCloud(genesys.login(), genesys.api());
  final FakeTime time;
  final TokenSources sources;
  private final Credential analytics = credential("analytics", "s3cret");

  GenesysScene() {
    world.clock().freeze();
    time = new FakeTime(world.clock().instant());
    sources = TokenSources.open(TokenSources.Options.STANDARD.withTime(time));
    genesys.client("analytics").secret("s3cret").scopes("analytics:readonly");
  }

  /** The same each time: a source is of one credential. */
  Credential credential() {
    return analytics;
  }

  Credential credential(String client, String secret) {
    return Credential.clientCredentials(cloud.issuer(), client, () -> Secret.of(secret));
  }

  TokenSource source() {
    return sources.of(credential());
  }

  /** Time passes for everybody. */
  void advance(Duration by) {
    world.clock().advance(by);
    time.advance(by);
  }

  int count(Endpoint endpoint) {
    return genesys.referee().count(endpoint);
  }

  @Override
  public void close() {
    genesys.stop(); // first, so that no renewal waits for an answer that never comes
    sources.close();
    world.close();
  }
}
