package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.StoreConfig;
import dev.keybearer.cli.config.StreamConfig;
import dev.keybearer.cli.config.StreamOrigin;
import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.sink.FanOut;
import dev.keybearer.sink.Relay;
import dev.keybearer.sink.Sink;
import dev.keybearer.stream.PositionStore;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.StreamRecorder;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.stream.live.Streams;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.verification.Verifiers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The streams that a daemon keeps open, and their sinks. One thread at a time reads a config into
 * it; many look.
 *
 * <pre>
 *   a config says of a stream            what becomes of it
 *   the same                             it goes on, with its sinks as they are now
 *   other topics, another credential     it goes on, and replaces its connections
 *   anything else                        another takes its place: opened before it is closed where two may
 *                                        listen at once, and else behind its position
 * </pre>
 */
final class StreamRoom implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("keybearer-stream-", 0).factory());
  private final Streams streams;
  private final StreamPlans plans;
  private final SinkShelf shelf;
  private final MemoryPositions remembered = new MemoryPositions();
  private final Function<String, TokenSource> sources;
  private volatile Map<String, KeptStream> kept = Map.of();

  /**
   * Keeps none yet.
   *
   * @param sources of tokens, by the name of their credential
   */
  StreamRoom(
      Parts parts,
      Verifiers verifiers,
      Function<String, TokenSource> sources,
      StreamRecorder recorder) {
    this.plans = new StreamPlans(parts, () -> verifiers);
    this.shelf = new SinkShelf(parts);
    this.sources = sources;
    this.streams =
        Streams.open(
            Streams.Options.STANDARD
                .withTime(parts.time())
                .withRecorder(recorder)
                .withThreads(threads));
  }

  /**
   * Makes of a config what can fail; nothing counts before it is used.
   *
   * @throws WiringFailure when something cannot be used, with what to change
   */
  Next prepare(Config config) {
    SinkShelf.Draft draft = shelf.draft();
    try {
      Map<String, Wanted> wanted = new LinkedHashMap<>();
      config
          .streams()
          .forEach(
              (name, stream) ->
                  StreamPlans.shards(name, stream, shards(name, stream.origin()))
                      .forEach(
                          (shard, each) ->
                              wanted.put(
                                  shard,
                                  new Wanted(
                                      name,
                                      each,
                                      plan(shard, each, config.store()),
                                      StreamPlans.positions(each, config.store()),
                                      draft.of(each.sinks())))));
      return new Next(wanted, draft);
    } catch (RuntimeException e) {
      draft.giveUp();
      throw e;
    }
  }

  private StreamPlan plan(String name, StreamConfig stream, StoreConfig store) {
    return plans.of(name, stream, store, sources.apply(stream.credential().name()));
  }

  /** The topics of a stream as they are spread now, where it stays of that origin. */
  private Map<String, List<Topic>> shards(String name, StreamOrigin origin) {
    Map<String, List<Topic>> shards = new LinkedHashMap<>();
    kept.forEach(
        (shard, stream) -> {
          if (stream.named().equals(name) && stream.config().origin().equals(origin)) {
            shards.put(shard, stream.config().topics());
          }
        });
    return shards;
  }

  /**
   * From now on these are the streams.
   *
   * @return what changed, for people, and which cannot be opened; the others are as the config says
   */
  Used use(Next next) {
    List<String> changes = new ArrayList<>();
    Map<String, KeptStream> before = kept;
    Map<String, KeptStream> after = new LinkedHashMap<>();
    WiringFailure failure = null;
    for (Map.Entry<String, Wanted> each : next.wanted.entrySet()) {
      try {
        KeptStream known = before.get(each.getKey());
        after.put(each.getKey(), kept(each.getValue(), known, changes));
      } catch (StreamFailure e) {
        String what = "stream " + each.getKey() + " cannot be opened: " + e.getMessage();
        failure = new WiringFailure(what, e);
      }
    }
    kept = Map.copyOf(after);
    before.forEach(
        (name, stream) -> {
          if (!after.containsKey(name)) {
            stream.closeForGood();
            changes.add("stream " + name + " removed");
          }
        });
    next.draft.settle().run();
    return new Used(changes, failure);
  }

  private KeptStream kept(Wanted wanted, @Nullable KeptStream known, List<String> changes) {
    if (known == null) {
      return opened(
          wanted,
          KeptStream.Way.fresh(wanted.named, FanOut.to(wanted.sinks)),
          wanted.positions(remembered));
    }
    known.fanOut().use(wanted.sinks);
    if (known.config().isSameStream(wanted.config)) {
      if (!known.config().equals(wanted.config)) {
        changes.add("stream " + wanted.plan.name() + " changed");
      }
      known.adapt(wanted.config);
      return known;
    }
    changes.add("stream " + wanted.plan.name() + " replaced");
    return overlaps(known.config().origin().profile(), wanted.plan.profile())
        ? beside(wanted, known)
        : behind(wanted, known);
  }

  /** Where messages can be had again, or two may not listen, one after the other is as good. */
  private static boolean overlaps(Profile before, Profile next) {
    return before.overlaps() && next.overlaps() && !next.replays();
  }

  private KeptStream beside(Wanted wanted, KeptStream known) {
    KeptStream.Way way =
        new KeptStream.Way(
            wanted.named, known.relay().successor(), known.fanOut(), known, known.state().counts());
    return opened(wanted, way, MemoryPositions.ofSuccessor(wanted.positions(remembered)));
  }

  private KeptStream behind(Wanted wanted, KeptStream known) {
    known.close();
    KeptStream.Way way =
        new KeptStream.Way(
            wanted.named, Relay.to(known.fanOut()), known.fanOut(), null, known.state().counts());
    return opened(wanted, way, wanted.positions(remembered));
  }

  private KeptStream opened(Wanted wanted, KeptStream.Way way, PositionStore positions) {
    StreamPlan plan = wanted.plan.withPositions(positions, StreamPlans.afterExpiry(wanted.config));
    return KeptStream.of(way, streams.open(plan, way.relay()), wanted.config);
  }

  /** What was made for them so far, and is kept as long as it is used. */
  Memo<?, ?> memo() {
    return plans.memo();
  }

  /** How it stands with each. */
  List<StreamState> states() {
    return kept.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> each.getValue().state())
        .toList();
  }

  /** The stream of that name, or null. */
  @Nullable KeptStream find(String name) {
    return kept.get(name);
  }

  /** Closes all at once: each may have to wait for its sinks. */
  @Override
  public void close() {
    List<Thread> closing =
        kept.values().stream()
            .map(each -> Thread.ofVirtual().name("keybearer-farewell").start(each::closeForGood))
            .toList();
    kept = Map.of();
    try {
      for (Thread each : closing) {
        each.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    streams.close();
    shelf.close();
    threads.shutdown();
  }

  /**
   * What became of streams.
   *
   * @param unopened why one does not run, or null
   */
  record Used(List<String> changes, @Nullable WiringFailure unopened) {
    /** What changed and what does not run, where the rest of a config is in use already. */
    List<String> all() {
      List<String> all = new ArrayList<>(changes);
      if (unopened != null) {
        all.add(unopened.getMessage() + "; mend that, and reload");
      }
      return all;
    }

    /** Refuses when one does not run. */
    void orThrow() {
      if (unopened != null) {
        throw unopened;
      }
    }
  }

  /** What a config says about streams. */
  record Next(Map<String, Wanted> wanted, SinkShelf.Draft draft) {
    /** They will not count. */
    void giveUp() {
      draft.giveUp();
    }
  }

  /**
   * What a config says about one stream, or a part of one.
   *
   * @param named as in the config
   * @param positions where they rest, or null for nowhere
   */
  record Wanted(
      String named,
      StreamConfig config,
      StreamPlan plan,
      @Nullable PositionStore positions,
      List<Sink> sinks) {
    PositionStore positions(PositionStore otherwise) {
      return Objects.requireNonNullElse(positions, otherwise);
    }
  }
}
