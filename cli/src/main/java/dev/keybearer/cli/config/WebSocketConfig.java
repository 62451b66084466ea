package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Either;
import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.JsonSchema;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Leaf;
import dev.keybearer.cli.config.shape.ListOf;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Sizes;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Type;
import dev.keybearer.cli.config.shape.Uris;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether calls of a route may change to WebSocket, and which. */
public sealed interface WebSocketConfig {
  /** True, false, or what a tunnel may take up. */
  Type<WebSocketConfig> TYPE =
      Either.of(
          Leaf.of(
              "true, false, or what a tunnel may take up",
              JsonSchema.ofType("boolean"),
              (scalar, place) -> of(Texts.truth(scalar))),
          Tunnels.SHAPE);

  /** None may. */
  record None() implements WebSocketConfig {}

  /**
   * Those may that become tunnels.
   *
   * @param origins of pages that may open them
   * @param tokenInProtocol whether a token is taken that comes as the name of a protocol
   * @param places how many may be open at once
   * @param bounds of each
   * @param rotate how their upstream sides follow each other, or null when they stay
   */
  record Tunnels(
      List<String> origins,
      boolean tokenInProtocol,
      Places places,
      Bounds bounds,
      @Nullable RotateConfig rotate)
      implements WebSocketConfig {
    static final Shape<Tunnels> SHAPE = Members.shape();
    private static final Tunnels USUAL =
        new Tunnels(
            List.of(),
            false,
            new Places(1_000, 20),
            new Bounds(1 << 20, Duration.ofMinutes(5), Duration.ofDays(1)),
            null);
  }

  /** How many tunnels may be open, altogether and of one caller. */
  record Places(int all, int perCaller) {}

  /**
   * What a tunnel may take up.
   *
   * @param message bytes of a message in either direction
   * @param idle how long nothing may move
   * @param longest how long it stays open
   */
  record Bounds(long message, Duration idle, Duration longest) {}

  private static WebSocketConfig of(boolean wanted) {
    return wanted ? Tunnels.USUAL : new None();
  }

  /** The keys of a tunnel. */
  record Members(
      Key<List<URI>> origins,
      Key<Boolean> tokenInProtocol,
      Key<Integer> connections,
      Key<Integer> perCaller,
      Key<Long> message,
      Key<Duration> idle,
      Key<Duration> longest,
      Key<@Nullable RotateConfig> rotate) {
    // Nothing of a message is kept: the limit is for those who keep it.
    private static final long MOST_MESSAGE = 1L << 30;

    static Shape<Tunnels> shape() {
      var keys = Keys.of("What a tunnel may take up.");
      Members members =
          new Members(
              keys.defaulted(
                  "origins",
                  ListOf.of(Uris.ORIGIN),
                  "[]",
                  "Of pages that may open them; programs send none."),
              keys.defaulted(
                  "token-in-protocol",
                  Texts.TRUTH,
                  "false",
                  "Whether a token is taken from Sec-WebSocket-Protocol."),
              keys.defaulted("connections", Texts.whole(1, 1_000_000), "1000", "Open at once."),
              keys.defaulted(
                  "connections-per-caller",
                  Texts.whole(1, 1_000_000),
                  "20",
                  "Those of one subject, or of one address."),
              keys.defaulted(
                  "message",
                  Sizes.between(1, MOST_MESSAGE, "from 1B to 1GiB"),
                  "1MiB",
                  "How large a message may be."),
              keys.defaulted("idle", Durations.TYPE, "5m", "How long nothing may move."),
              keys.defaulted("longest", Durations.TYPE, "1d", "How long a tunnel stays open."),
              keys.optional(
                  "rotate",
                  RotateConfig.SHAPE,
                  "How upstream sides follow each other as tokens do; left out: they stay."));
      return keys.build(members::read);
    }

    private Tunnels read(Fields in) {
      return new Tunnels(
          in.get(origins).stream().map(Members::origin).toList(),
          in.get(tokenInProtocol),
          new Places(in.get(connections), in.get(perCaller)),
          new Bounds(in.get(message), in.get(idle), in.get(longest)),
          in.get(rotate));
    }

    /** As browsers write it (RFC 6454 section 6.2): without a port that goes without saying. */
    private static String origin(URI uri) {
      int usual = uri.getScheme().equals("https") ? 443 : 80;
      boolean said = uri.getPort() >= 0 && uri.getPort() != usual;
      return uri.getScheme() + "://" + uri.getHost() + (said ? ":" + uri.getPort() : "");
    }
  }
}
