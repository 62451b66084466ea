package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.gateway.peer.Network;
import dev.keybearer.gateway.signal.Reach;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where signals may go besides public addresses.
 *
 * @param networks that may be reached whatever they are, also without TLS
 * @param ports besides 443 and 8443
 */
public record AllowConfig(List<Network> networks, List<Integer> ports) {
  static final Shape<AllowConfig> SHAPE = shape();

  private static Shape<AllowConfig> shape() {
    var keys = Keys.of("Where signals may go besides public addresses.");
    var networks =
        keys.defaulted(
            "networks",
            ListOf.of(Leaf.judgedBy(AllowConfig::network, "a network")),
            "[]",
            "Networks that may be reached whatever they are, also over plain http.");
    var ports =
        keys.defaulted(
            "ports", ListOf.of(Texts.whole(1, 65_535)), "[]", "Ports besides 443 and 8443.");
    return keys.build(in -> new AllowConfig(in.get(networks), in.get(ports)));
  }

  private static Network network(String text) {
    Network network = Network.parse(text);
    if (network.isEverybody()) {
      throw new IllegalArgumentException(
          network + " is every address, also those that only this machine reaches: name your own");
    }
    return network;
  }

  /** Adds that nothing may be sent to an address. */
  void check(URI to, Place at) {
    String objection = reach().objection(to);
    if (objection != null) {
      at.report(
          at.problem(Kind.BAD_VALUE, "is where nothing may be sent: " + objection)
              .withHelp(
                  "write https and port 443 or 8443, or add allow: { networks: […], ports: […]"
                      + " }"));
    }
  }

  /** The same as those who send know it. */
  public Reach reach() {
    Set<Integer> all = new HashSet<>(Reach.STANDARD.ports());
    all.addAll(ports);
    return new Reach(all, networks);
  }
}
