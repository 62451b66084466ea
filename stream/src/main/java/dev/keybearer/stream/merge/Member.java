package dev.keybearer.stream.merge;

import dev.keybearer.stream.provider.Hearing.Heard;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** One of the connections that a merge makes one order of. Confined to its merge. */
final class Member {
  final long connection;
  final long joinedAt; // what was delivered earlier was not sent to it
  final ArrayDeque<Held> held = new ArrayDeque<>();
  boolean proved;
  long provedAt;
  long length; // of all that is held, in characters
  int missed;

  Member(long connection, long joinedAt) {
    this.connection = connection;
    this.joinedAt = joinedAt;
  }

  /** What is delivered sooner may have been sent before it listened. */
  boolean shouldHaveHeard(Delivered other, long skewNanos) {
    return proved && provedAt + skewNanos <= other.at;
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
