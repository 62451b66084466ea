package dev.keybearer.simulator;

import dev.keybearer.simulator.feed.Line;
import dev.keybearer.simulator.register.AccessToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes what channels are subscribed to; whole requests, one at a time for each channel. */
final class GenesysSubscriptions {
  private final GenesysChannels channels;
  private final NotificationQuirks quirks;
  private final Issuance issuance;

  GenesysSubscriptions(GenesysChannels channels, NotificationQuirks quirks, Issuance issuance) {
    this.channels = channels;
    this.quirks = quirks;
    this.issuance = issuance;
  }

  /** Adds topics to a channel, or puts them in the place of those it has. */
  Outcome subscribe(GenesysChannel channel, Way way, List<String> names) {
    Map<String, List<String>> permitted = new LinkedHashMap<>();
    Map<String, String> rejected = new LinkedHashMap<>();
    for (String name : names) {
      String reason = rejection(name);
      if (reason == null) {
        permitted.put(name, GenesysTopics.singles(name));
      } else {
        rejected.put(name, reason);
      }
    }
    if (way.strict && !rejected.isEmpty()) {
      return new Outcome(List.of(), rejected, "Some topics are not permitted.");
    }
    synchronized (channel) {
      Set<String> all = new LinkedHashSet<>(permitted.keySet());
      all.addAll(way.replaces ? Set.of() : channel.topics().names());
      if (all.size() > quirks.topicLimit()) {
        String problem = "A channel has room for " + quirks.topicLimit() + " topics.";
        return new Outcome(List.of(), rejected, problem);
      }
      if (way.replaces) {
        channel.topics().replace(permitted);
      } else {
        channel.topics().add(permitted);
      }
      renew(channel);
    }
    return new Outcome(new ArrayList<>(permitted.keySet()), rejected, null);
  }

  private @Nullable String rejection(String name) {
    String problem = GenesysTopics.problem(name);
    return problem == null ? quirks.rejection(name) : problem;
  }

  private void renew(GenesysChannel channel) {
    channels.touch(channel);
    channels.extend(channel);
  }

  /** Lets a channel live by the token that asks, where that is the quirk. */
  void rebind(GenesysChannel channel, AccessToken token) {
    if (!quirks.hasRebinding()) {
      return;
    }
    channel.rebind(token);
    Line line = channel.line();
    if (line != null) {
      line.renew(issuance.pass(token));
    }
  }

  /**
   * How topics are added.
   *
   * @param replaces whether they take the place of those there are
   * @param strict whether one that is rejected spoils the whole request
   */
  record Way(boolean replaces, boolean strict) {}

  /**
   * What became of a request.
   *
   * @param permitted topics that are subscribed to now
   * @param rejected the others, and why
   * @param problem why nothing was done at all, or null
   */
  record Outcome(List<String> permitted, Map<String, String> rejected, @Nullable String problem) {}
}
