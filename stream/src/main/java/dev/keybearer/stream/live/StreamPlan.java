package dev.keybearer.stream.live;

import dev.keybearer.stream.AfterExpiry;
import dev.keybearer.stream.Buffering;
import dev.keybearer.stream.Filler;
import dev.keybearer.stream.PositionStore;
import dev.keybearer.stream.Preflight;
import dev.keybearer.stream.Profile;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.provider.Dialect;
import dev.keybearer.stream.provider.Endpoint;
import dev.keybearer.token.TokenSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is to be: where, as whom, what to listen to, and what to do when it is not easy.
 * Immutable; each {@code with} gives another.
 */
public final class StreamPlan {
  private final String name;
  private final Endpoint endpoint;
  private final Dialect dialect;
  private final TokenSource tokens;
  private final List<Topic> topics;
  private final Profile profile;
  private final int redundancy;
  private final Keeping keeping;
  private final Preflight preflight;

  private StreamPlan(Draft draft) {
    this.name = draft.name;
    this.endpoint = draft.endpoint;
    this.dialect = draft.dialect;
    this.tokens = draft.tokens;
    this.topics = draft.topics;
    this.profile = draft.profile;
    this.redundancy = draft.redundancy;
    this.keeping = draft.keeping;
    this.preflight = draft.preflight;
  }

  /** A plan for a provider of which nothing is known; see {@link Profile#CAUTIOUS}. */
  public static StreamPlan of(String name, Endpoint endpoint, Dialect dialect, TokenSource tokens) {
    return new Draft(name, endpoint, dialect, tokens).plan();
  }

  /** The same, listening to these topics. */
  public StreamPlan withTopics(List<Topic> value) {
    Draft draft = draft();
    draft.topics = List.copyOf(value);
    return draft.plan();
  }

  /** The same, for a provider that behaves like this. */
  public StreamPlan withProfile(Profile value) {
    Draft draft = draft();
    draft.profile = value;
    return draft.plan();
  }

  /**
   * The same, with so many connections that listen at any time: 1, or 2 to survive the loss of one.
   */
  public StreamPlan withRedundancy(int value) {
    if (value != 1 && value != 2) {
      throw new IllegalArgumentException("a redundancy of " + value + "; it is 1 or 2");
    }
    Draft draft = draft();
    draft.redundancy = value;
    return draft.plan();
  }

  /** The same, with messages waiting there. */
  public StreamPlan withBuffering(Buffering value) {
    Draft draft = draft();
    Keeping k = keeping;
    draft.keeping = new Keeping(value, k.positions, k.afterExpiry, k.filler);
    return draft.plan();
  }

  /** The same, going on where it was after a restart; and when that is not kept any more, there. */
  public StreamPlan withPositions(PositionStore store, AfterExpiry afterExpiry) {
    Draft draft = draft();
    draft.keeping = new Keeping(keeping.buffering, store, afterExpiry, keeping.filler);
    return draft.plan();
  }

  /** The same, with gaps filled by this. */
  public StreamPlan withFiller(Filler value) {
    Draft draft = draft();
    Keeping k = keeping;
    draft.keeping = new Keeping(k.buffering, k.positions, k.afterExpiry, value);
    return draft.plan();
  }

  /** The same, with tokens looked at before they are used. */
  public StreamPlan withPreflight(Preflight value) {
    Draft draft = draft();
    draft.preflight = value;
    return draft.plan();
  }

  /** The name of the stream. */
  public String name() {
    return name;
  }

  /** What is listened to. */
  public List<Topic> topics() {
    return topics;
  }

  /** How the provider behaves. */
  public Profile profile() {
    return profile;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Dialect dialect() {
    return dialect;
  }

  TokenSource tokens() {
    return tokens;
  }

  int redundancy() {
    return redundancy;
  }

  Keeping keeping() {
    return keeping;
  }

  Preflight preflight() {
    return preflight;
  }

  /** Refuses what cannot work. */
  void requireSound() {
    if (topics.isEmpty()) {
      throw misplanned("it has no topics");
    }
    if (topics.size() > profile.topicsAtMost()) {
      throw misplanned(
          "it has "
              + topics.size()
              + " topics and one connection takes "
              + profile.topicsAtMost()
              + "; plan several streams");
    }
    if (redundancy > 1 && profile.fanOut() != Profile.FanOut.BROADCAST) {
      throw misplanned(
          "a second connection takes messages away from the first at a provider that is "
              + profile.fanOut());
    }
  }

  private StreamFailure misplanned(String why) {
    return new StreamFailure(StreamFailure.Kind.MISPLANNED, "stream " + name + ": " + why);
  }

  private Draft draft() {
    Draft draft = new Draft(name, endpoint, dialect, tokens);
    draft.topics = topics;
    draft.profile = profile;
    draft.redundancy = redundancy;
    draft.keeping = keeping;
    draft.preflight = preflight;
    return draft;
  }

  /** What becomes of messages, and of where they were. */
  record Keeping(
      Buffering buffering,
      PositionStore positions,
      AfterExpiry afterExpiry,
      @Nullable Filler filler) {}

  /** A plan that is still being made. */
  private static final class Draft {
    private final String name;
    private final Endpoint endpoint;
    private final Dialect dialect;
    private final TokenSource tokens;
    private List<Topic> topics = List.of();
    private Profile profile = Profile.CAUTIOUS;
    private int redundancy = 1;
    private Keeping keeping =
        new Keeping(Buffering.blocking(), PositionStore.NONE, AfterExpiry.EARLIEST, null);
    private Preflight preflight = Preflight.NONE;

    private Draft(String name, Endpoint endpoint, Dialect dialect, TokenSource tokens) {
      this.name = name;
      this.endpoint = endpoint;
      this.dialect = dialect;
      this.tokens = tokens;
    }

    private StreamPlan plan() {
      return new StreamPlan(this);
    }
  }
}
