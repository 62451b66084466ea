package dev.keybearer.cli;

import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.TokenForm;
import dev.keybearer.simulator.World;
import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A simulated issuer, a config that accepts its tokens, and tokens of every sort. */
final class InspectScene implements AutoCloseable {
  final World world = World.open();
  final SimulatedIssuer issuer = world.issuer("corp");
  private final Path folder;

  InspectScene(Path folder) {
    this.folder = folder;
    issuer.client("app").secret("s3cret").audience("orders").scopes("orders:read");
  }

  /** A config that accepts tokens of the issuer for orders. */
  String config() {
    return config("audiences: [orders], " + introspection());
  }

  /** A config with these keys of the issuer corp. */
  String config(String keys) {
    return file("corp: { kind: oidc, issuer: \"" + issuer.uri() + "\", " + keys + " }");
  }

  /** A config with these issuers. */
  String file(String... issuers) {
    try {
      Path file = Files.createTempFile(folder, "keybearer", ".yaml");
      String lines = Stream.of(issuers).map(line -> "  " + line + "\n").reduce("", String::concat);
      return Files.writeString(file, "issuers:\n" + lines).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String introspection() {
    return "introspection: { client-id: app, client-secret: exec:echo s3cret }";
  }

  String good() {
    return issuer.mint("app");
  }

  String expired() {
    world.clock().advance(Duration.ofHours(-2));
    String token = issuer.mint("app");
    world.clock().advance(Duration.ofHours(2));
    return token;
  }

  String forSomebodyElse() {
    return sign(claims().replace("\"orders\"", "\"invoices\""));
  }

  /** The claims of one token under the signature of another. */
  String tampered() {
    String mine = good();
    String other = forSomebodyElse();
    return mine.substring(0, mine.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
  }

  String opaque() {
    issuer.habits().tokenForm(TokenForm.OPAQUE);
    String token = issuer.mint("app");
    issuer.habits().tokenForm(TokenForm.JWT);
    return token;
  }

  String claims() {
    return Jws.parse(good()).payload();
  }

  String sign(String claims) {
    SigningKey key = issuer.keys().key(Algorithm.ES256);
    String header = "{\"alg\":\"ES256\",\"kid\":\"" + key.id() + "\",\"typ\":\"at+jwt\"}";
    return Jws.sign(key, header, claims);
  }

  @Override
  public void close() {
    world.close();
  }
}
