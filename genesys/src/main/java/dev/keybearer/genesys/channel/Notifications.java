package dev.keybearer.genesys.channel;

import dev.keybearer.stream.Profile;
import dev.keybearer.stream.StreamFailure;
import dev.keybearer.stream.Topic;
import dev.keybearer.stream.live.StreamPlan;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

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
  private static final int LONGEST_TOPIC = 200;

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
   * As few streams as these topics take: one for each thousand, named {@code name}, or {@code
   * name.1}, {@code name.2} and so on when there are several.
   *
   * @throws StreamFailure when there are topics that no channel takes, or none
   */
  public static List<StreamPlan> plans(
      String name, ChannelDesk desk, TokenSource tokens, List<Topic> topics) {
    requireSound(name, topics);
    List<StreamPlan> plans = new ArrayList<>();
    boolean several = topics.size() > TOPICS_AT_MOST;
    for (int from = 0; from < topics.size(); from += TOPICS_AT_MOST) {
      List<Topic> some = topics.subList(from, Math.min(topics.size(), from + TOPICS_AT_MOST));
      String shard = several ? name + "." + (plans.size() + 1) : name;
      plans.add(
          StreamPlan.of(shard, desk, NotificationDialect.PLAIN, tokens)
              .withTopics(some)
              .withProfile(PROFILE));
    }
    return plans;
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
