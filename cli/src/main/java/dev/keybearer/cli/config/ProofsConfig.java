package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Uris;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What the DPoP proofs of callers are held against.
 *
 * @param origins of the addresses that callers use, such as {@code https://api.example.com}
 * @param nonce whether proofs have to hold a nonce of ours
 * @param age how old a proof may be
 */
public record ProofsConfig(List<URI> origins, boolean nonce, Duration age) {
  private static final Duration OLDEST = Duration.ofMinutes(10);

  static final String ORIGINS = "origins";
  static final Shape<ProofsConfig> SHAPE = shape();

  private static Shape<ProofsConfig> shape() {
    var keys = Keys.of("What the DPoP proofs of callers are held against.");
    var origins =
        keys.defaulted(
            ORIGINS,
            ListOf.of(Uris.ORIGIN),
            "[]",
            "Scheme and host of the addresses that callers use, such as https://api.example.com.");
    var nonce =
        keys.defaulted(
            "nonce", Texts.TRUTH, "false", "Whether proofs have to hold a nonce of the gateway.");
    var age =
        keys.defaulted("age", Durations.atMost(OLDEST), "60s", "How old a proof may be at most.");
    return keys.build(in -> new ProofsConfig(in.get(origins), in.get(nonce), in.get(age)));
  }
}
