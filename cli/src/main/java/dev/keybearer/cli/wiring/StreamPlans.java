package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.AcceptedTokens;
import dev.keybearer.cli.config.BufferConfig;
import dev.keybearer.cli.config.GrantConfig;
import dev.keybearer.cli.config.StoreConfig;
import dev.keybearer.cli.config.StreamConfig;
import dev.keybearer.cli.config.StreamOrigin;
import dev.keybearer.genesys.channel.ChannelDesk;
import dev.keybearer.genesys.channel.Notifications;
import dev.keybearer.genesys.channel.Shards;
import dev.keybearer.stream.AfterExpiry;
import dev.keybearer.stream.Buffering;
import dev.keybearer.stream.FilePositions;
import dev.keybearer.stream.PositionStore;
import dev.keybearer.stream.Preflight;
import dev.keybearer.stream.ScopeMatrix;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.VerifiedPreflight;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.stream.provider.FixedEndpoint;
import dev.keybearer.stream.provider.JsonDialect;
import dev.keybearer.stream.provider.TokenPlace;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Verifiers;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes plans of streams. */
final class StreamPlans {
  private final Expectations expectations;
  private final Supplier<Verifiers> verifiers;
  private final Memo<URI, ChannelDesk> desks = new Memo<>();

  /**
   * Makes plans.
   *
   * @param verifiers verify tokens before they are dialled with, where that is wanted
   */
  StreamPlans(Parts parts, Supplier<Verifiers> verifiers) {
    this.expectations = parts.expectations();
    this.verifiers = verifiers;
  }

  /**
   * One stream, or as many as its topics need, by their names.
   *
   * @param before topics by the names of those that it was, or nothing
   */
  static Map<String, StreamConfig> shards(
      String name, StreamConfig config, Map<String, List<Topic>> before) {
    Map<String, StreamConfig> shards = new LinkedHashMap<>();
    Shards.of(name, config.origin().profile().topicsAtMost())
        .of(config.topics(), before)
        .forEach((shard, topics) -> shards.put(shard, config.withTopics(topics)));
    return shards;
  }

  /** What a config says about a stream, but for where its positions rest. */
  StreamPlan of(String name, StreamConfig config, StoreConfig store, TokenSource tokens) {
    StreamPlan plan =
        switch (config.origin()) {
          case StreamOrigin.WebSocket socket ->
              StreamPlan.of(
                      name,
                      FixedEndpoint.of(socket.url(), TokenPlace.valueOf(socket.tokenIn().name())),
                      JsonDialect.PLAIN,
                      tokens)
                  .withTopics(config.topics())
                  .withProfile(socket.profile());
          case StreamOrigin.Genesys genesys ->
              Notifications.plan(
                  name, desks.of(genesys.api(), ChannelDesk::at), tokens, config.topics());
        };
    return plan.withRedundancy(config.redundancy())
        .withBuffering(buffering(config.buffer(), store))
        .withPreflight(preflight(config));
  }

  /** What was made so far, and is kept as long as it is used. */
  Memo<?, ?> memo() {
    return desks;
  }

  /** What becomes of a stream whose position is not kept any more. */
  static AfterExpiry afterExpiry(StreamConfig config) {
    return AfterExpiry.valueOf(config.positions().afterExpiry().name());
  }

  /**
   * Where the positions of a stream rest, or null when they rest nowhere.
   *
   * @throws WiringFailure when they cannot
   */
  static @Nullable PositionStore positions(StreamConfig config, StoreConfig store) {
    Path given = config.positions().folder();
    Path folder = given == null ? beside(store, "positions") : given;
    try {
      return folder == null ? null : FilePositions.in(folder);
    } catch (StreamFailure e) {
      throw new WiringFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private static Buffering buffering(BufferConfig config, StoreConfig store) {
    Path given = config.folder();
    Path folder = given == null ? beside(store, "spilled") : given;
    BufferConfig.WhenFull wanted = config.whenFull();
    Buffering.WhenFull full =
        wanted != null
            ? Buffering.WhenFull.valueOf(wanted.name())
            : folder == null ? Buffering.WhenFull.BLOCK : Buffering.WhenFull.SPILL;
    return new Buffering(config.messages(), full, folder);
  }

  /** A folder beside a store that outlives the process. */
  private static @Nullable Path beside(StoreConfig store, String name) {
    Path path =
        switch (store) {
          case StoreConfig.Memory _ -> null;
          case StoreConfig.File file -> file.path();
          case StoreConfig.Sqlite sqlite -> sqlite.path();
        };
    return path == null ? null : path.resolveSibling(path.getFileName() + ".streams").resolve(name);
  }

  private Preflight preflight(StreamConfig config) {
    Map<String, List<String>> scopes = config.scopes();
    Preflight matrix = scopes == null ? usual(config) : ScopeMatrix.of(sets(scopes));
    AcceptedTokens expected = config.verify();
    return expected == null ? matrix : matrix.and(verification(expected));
  }

  private static Preflight usual(StreamConfig config) {
    return switch (config.origin()) {
      case StreamOrigin.WebSocket _ -> ScopeMatrix.USUAL;
      case StreamOrigin.Genesys _ ->
          // There a client's own token is bounded by roles, and the scopes it was asked for say
          // nothing.
          config.credential().value().grant() instanceof GrantConfig.ClientCredentials
              ? Preflight.NONE
              : Notifications.SCOPES;
    };
  }

  private Preflight verification(AcceptedTokens expected) {
    Expectation expectation =
        expectations.of(
            expected.issuer().name(), expected.issuer().value(), expected.expectation());
    return VerifiedPreflight.by(verifiers.get().of(List.of(expectation)))
        .demanding(
            new VerifiedPreflight.Demand(
                Scopes.of(expected.scopes()), Scopes.of(expected.anyScope()), expected.claims()));
  }

  private static Map<String, Set<String>> sets(Map<String, List<String>> scopes) {
    Map<String, Set<String>> sets = new HashMap<>();
    scopes.forEach((pattern, needed) -> sets.put(pattern, Set.copyOf(needed)));
    return sets;
  }
}
