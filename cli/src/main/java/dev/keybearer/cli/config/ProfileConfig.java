package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;
import dev.keybearer.stream.Profile;
import java.time.Duration;

/** Reads how the provider of a stream behaves; what is left out is as it is with most. */
record ProfileConfig(
    Key<Renewing> renewing,
    Key<Boolean> replays,
    Key<FanOut> fanOut,
    Key<Boolean> eventIds,
    Key<Integer> topicsAtMost,
    Key<Duration> connectionLife,
    Key<Duration> heartbeat,
    Key<Duration> skew,
    Key<Boolean> endsWithToken) {
  private static final Duration MOST_SKEW = Duration.ofMinutes(1);

  static final Shape<Profile> SHAPE = shape();

  private static Shape<Profile> shape() {
    Keys keys = Keys.of("How the provider of a stream behaves.");
    ProfileConfig members = members(keys);
    return keys.build(members::read);
  }

  private static ProfileConfig members(Keys keys) {
    return new ProfileConfig(
        keys.defaulted(
            "renewing",
            Words.of(Renewing.values()),
            "new-connection",
            "What becomes of a connection whose token is replaced."),
        keys.defaulted(
            "replays", Texts.TRUTH, "false", "Whether a connection can begin at a position."),
        keys.defaulted(
            "fan-out",
            Words.of(FanOut.values()),
            "broadcast",
            "Which of several connections gets a message."),
        keys.defaulted(
            "event-ids", Texts.TRUTH, "false", "Whether no two messages share their id."),
        keys.defaulted(
            "topics-at-most", Texts.whole(1, 100_000), "1000", "Topics that one connection takes."),
        keys.defaulted(
            "connection-life",
            Durations.OR_NEVER,
            "never",
            "After which the provider ends a connection."),
        keys.defaulted(
            "heartbeat",
            Durations.OR_NEVER,
            "30s",
            "How often the provider says something at least."),
        keys.defaulted(
            "skew",
            Durations.atMost(MOST_SKEW),
            "1s",
            "By how much one connection may be behind another."),
        keys.defaulted(
            "ends-with-token",
            Texts.TRUTH,
            "true",
            "Whether a connection dies with the token it was made with."));
  }

  private Profile read(Fields in) {
    Profile made =
        new Profile(
            Profile.Renewing.valueOf(in.get(renewing).name()),
            in.get(replays),
            Profile.FanOut.valueOf(in.get(fanOut).name()),
            in.get(eventIds),
            in.get(topicsAtMost),
            in.get(connectionLife),
            in.get(heartbeat),
            in.get(skew),
            in.get(endsWithToken));
    if (made.renewing() == Profile.Renewing.NEVER && made.endsWithToken()) {
      Place at = in.at(renewing);
      at.report(
          at.problem(Kind.CONFLICT, "leaves connections to end with their tokens")
              .withHelp("add ends-with-token: false, or write new-connection"));
    }
    return made;
  }

  /** What becomes of a connection whose token is replaced. */
  enum Renewing implements Word {
    /** It is told the new one. */
    IN_BAND,
    /** Another takes its place. */
    NEW_CONNECTION,
    /** Nothing. */
    NEVER
  }

  /** Which of several connections gets a message. */
  enum FanOut implements Word {
    /** Each. */
    BROADCAST,
    /** Any one of them. */
    ANY_ONE,
    /** The newest. */
    EXCLUSIVE_LAST_WINS,
    /** The oldest. */
    EXCLUSIVE_FIRST_WINS
  }
}
