package dev.keybearer.genesys.channel;

import dev.keybearer.stream.Profile;
import dev.keybearer.stream.ScopeMatrix;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans of streams of notifications.
 *
 * <pre>{@code
 * ChannelDesk desk = ChannelDesk.at(cloud.api());
 * for (StreamPlan plan : Notifications.plans("presence", desk, tokens, topics)) {
 *   streams.open(plan, receiver);
 * }
 * }</pre>
 */
public final class Notifications {
  /** More topics than this a channel does not take. */
  public static final int TOPICS_AT_MOST = 1_000;

  /** Combined topics are refused beyond this length. */
  public static final int LONGEST_TOPIC = 200;

  /**
   * What tokens of users need: this for channels, and for topics what the API says of each. What a
   * client's own token may do follows from its roles instead.
   */
  public static final ScopeMatrix SCOPES = ScopeMatrix.of(Map.of("*", Set.of("notifications")));

  /**
   * How notifications behave, as far as is known from outside: two channels of a client both get
   * each event, events have no name and cannot be asked for again, and a channel ends after a day
   * or with its token.
   */
  public static final Profile PROFILE =
      Profile.CAUTIOUS
          .withTopicsAtMost(TOPICS_AT_MOST)
          .withConnectionLife(Duration.ofHours(24))
          .withHeartbeat(Duration.ofSeconds(30));

  private Notifications() {}

  /**
   * As few streams as these topics take: one for each thousand, named {@code name}, {@code name.2}
   * and so on; see {@link Shards}.
   *
   * @throws StreamFailure when there are topics that no channel takes, or none
   */
  public static List<StreamPlan> plans(
      String name, ChannelDesk desk, TokenSource tokens, List<Topic> topics) {
    requireSound(name, topics);
    List<StreamPlan> plans = new ArrayList<>();
    Shards.of(name, TOPICS_AT_MOST)
        .of(topics)
        .forEach((shard, some) -> plans.add(plan(shard, desk, tokens, some)));
    return plans;
  }

  /** One stream of at most a thousand topics. */
  public static StreamPlan plan(
      String name, ChannelDesk desk, TokenSource tokens, List<Topic> topics) {
    return StreamPlan.of(name, desk, NotificationDialect.PLAIN, tokens)
        .withTopics(topics)
        .withProfile(PROFILE);
  }

  /** A topic of what it is: aggregates and observations are states, everything else are events. */
  public static Topic topic(String name) {
    return name.endsWith(".observations") || name.endsWith(".aggregates")
        ? Topic.state(name)
        : Topic.event(name);
  }

  private static void requireSound(String name, List<Topic> topics) {
    if (topics.isEmpty()) {
      throw misplanned(name, "has no topics");
    }
    HashSet<String> names = new HashSet<>();
    for (Topic topic : topics) {
      if (topic.name().length() > LONGEST_TOPIC) {
        throw misplanned(
            name, "has a topic of more than " + LONGEST_TOPIC + " characters: split it");
      }
      if (!names.add(topic.name())) {
        throw misplanned(name, "has the topic " + topic.name() + " twice");
      }
    }
  }

  private static StreamFailure misplanned(String name, String why) {
    return new StreamFailure(StreamFailure.Kind.MISPLANNED, "stream " + name + " " + why);
  }
}
