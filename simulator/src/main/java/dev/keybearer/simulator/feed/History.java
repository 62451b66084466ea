package dev.keybearer.simulator.feed;

import dev.keybearer.simulator.stream.Published;
import dev.keybearer.simulator.stream.StreamHabits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What can be asked for again, by topic. Guarded by the lock of its feed. */
final class History {
  private final Map<String, Deque<Published>> kept = new HashMap<>();
  private final Map<String, Long> forgotten = new HashMap<>();

  /** Keeps a message, if anything is kept, and forgets what has to go for it. */
  void keep(Published message, StreamHabits habits) {
    if (!habits.replays()) {
      forgotten.put(message.topic(), message.number());
      kept.remove(message.topic());
      return;
    }
    kept.computeIfAbsent(message.topic(), absent -> new ArrayDeque<>()).addLast(message);
    forget(message.topic(), habits, message.at());
  }

  /** Forgets what is too old or too much: kept while now &lt; its moment + retention. */
  private void forget(String topic, StreamHabits habits, Instant now) {
    Deque<Published> messages = kept.getOrDefault(topic, new ArrayDeque<>());
    Duration time = habits.replayTime();
    while (!messages.isEmpty()) {
      boolean old = time != null && !now.isBefore(messages.getFirst().at().plus(time));
      if (!old && messages.size() <= habits.replayCount()) {
        return;
      }
      forgotten.put(topic, messages.removeFirst().number());
    }
  }

  /** The number behind which everything on a topic can still be asked for. */
  long earliest(String topic, StreamHabits habits, Instant now) {
    forget(topic, habits, now);
    return forgotten.getOrDefault(topic, 0L);
  }

  /** The messages on a topic behind a number, oldest first. */
  List<Published> after(String topic, long number) {
    return kept.getOrDefault(topic, new ArrayDeque<>()).stream()
        .filter(message -> message.number() > number)
        .toList();
  }
}
