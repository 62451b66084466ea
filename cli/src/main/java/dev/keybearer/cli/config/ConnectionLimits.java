package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Sizes;
import dev.keybearer.cli.config.shape.Texts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What callers may take up before anything is known of them.
 *
 * @param connections open at once
 * @param perAddress of these from one address
 * @param head how long the head of a request may take
 * @param idle how long a connection may rest between requests
 * @param headSize bytes of the head of a request; its first line has a limit of its own
 * @param drain how long calls may go on once the gateway is to end
 */
public record ConnectionLimits(
    int connections, int perAddress, Duration head, Duration idle, long headSize, Duration drain) {
  // A head holds a first line of up to 8 KiB and a token; one of a MiB is an attack.
  private static final long LEAST_HEAD = 8L << 10;
  private static final long MOST_HEAD = 1L << 20;

  static final Shape<ConnectionLimits> SHAPE = shape();

  private static Shape<ConnectionLimits> shape() {
    var keys = Keys.of("What callers may take up before anything is known of them.");
    var connections =
        keys.defaulted("connections", Texts.whole(1, 1_000_000), "10000", "Open at once.");
    var perAddress =
        keys.optional(
            "connections-per-address",
            Texts.whole(1, 1_000_000),
            "Of these, from one address that is no trusted proxy's; left out: a tenth of them.");
    var head =
        keys.defaulted("head", Durations.TYPE, "10s", "How long the head of a request may take.");
    var idle =
        keys.defaulted(
            "idle", Durations.TYPE, "60s", "How long a connection may rest between requests.");
    var headSize =
        keys.defaulted(
            "head-size",
            Sizes.between(LEAST_HEAD, MOST_HEAD, "from 8KiB to 1MiB"),
            "32KiB",
            "How large the head of a request may be.");
    var drain =
        keys.defaulted(
            "drain", Durations.TYPE, "10s", "How long calls may go on once the gateway is to end.");
    return keys.build(
        in ->
            new ConnectionLimits(
                in.get(connections),
                share(in.get(perAddress), in.get(connections)),
                in.get(head),
                in.get(idle),
                in.get(headSize),
                in.get(drain)));
  }

  /** A tenth of all, and one at least, where nothing is said. */
  private static int share(@Nullable Integer told, int all) {
    return told == null ? Math.max(1, all / 10) : told;
  }
}
