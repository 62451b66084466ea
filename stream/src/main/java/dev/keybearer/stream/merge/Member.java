package dev.keybearer.stream.merge;

import dev.keybearer.stream.provider.Hearing.Heard;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of the connections that a merge makes one order of. Confined to its merge. */
final class Member {
  final long connection;
  final Set<String> topics;
  final long joinedAt; // what was delivered earlier was not sent to it
  final ArrayDeque<Held> held = new ArrayDeque<>();
  boolean proved;
  long provedAt;
  long length; // of all that is held, in characters
  int missed;

  Member(long connection, Set<String> topics, long joinedAt) {
    this.connection = connection;
    this.topics = topics;
    this.joinedAt = joinedAt;
  }

  /** What is delivered sooner, or is of another topic, may not have been sent to it. */
  boolean shouldHaveHeard(Delivered other, long skewNanos) {
    return proved && provedAt + skewNanos <= other.at && listensTo(other.topic, other.topics);
  }

  /**
   * Whether it is to hear what comes as this topic to somebody who listens to those. Messages may
   * come under other names than were asked for, so that the same topics are always the same.
   */
  boolean listensTo(String topic, Set<String> others) {
    return topics.equals(others) || topics.contains(topic);
  }

  void hold(Held more) {
    held.add(more);
    length += more.message.body().length();
  }

  Held takeOldest() {
    Held oldest = held.removeFirst();
    length -= oldest.message.body().length();
    return oldest;
  }

  @Nullable Held take(String key) {
    for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
      Held next = each.next();
      if (next.key.equals(key)) {
        each.remove();
        length -= next.message.body().length();
        return next;
      }
    }
    return null;
  }

  /** What it heard and the leader has not yet. */
  record Held(Heard message, String key, long at) {}
}
