package dev.keybearer.stream.live;

import dev.keybearer.stream.StreamEvent.Trigger;
import dev.keybearer.stream.Topic;
import dev.keybearer.token.TimeSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is asked of a stream: its topics, other connections, an end that was announced. An attempt
 * that was under way then knows nothing of it, and is replaced as soon as it counts. Confined to
 * the stream's mailbox.
 */
final class Requests {
  private final Set<Long> noticed = new HashSet<>(); // generations, until they have left
  private List<Topic> topics;
  private long outdated; // up to this generation attempts began before the last request
  private Trigger why = Trigger.OPERATOR;

  Requests(List<Topic> topics) {
    this.topics = topics;
  }

  /** What is to be listened to. */
  List<Topic> topics() {
    return topics;
  }

  List<String> names() {
    return topics.stream().map(Topic::name).toList();
  }

  void listenTo(List<Topic> others) {
    topics = others;
  }

  /** Others are wanted than all that were begun until now, the newest of which this is. */
  void replace(long newest, Trigger trigger) {
    outdated = newest;
    why = trigger;
  }

  /** The provider will close this one. */
  void notice(long generation) {
    noticed.add(generation);
  }

  void left(long generation) {
    noticed.remove(generation);
  }

  /** A connection is what counts in its seat from now on. */
  void settled(Seat seat, long generation, TimeSource time) {
    if (generation <= outdated) {
      seat.replaceNow(time, why);
    }
    if (noticed.contains(generation)) { // cannot wait for the other seat
      seat.replaceNow(time, Trigger.NOTICE);
    }
  }
}
