package dev.keybearer.stream.merge;

import java.util.HashSet;
import java.util.Set;

/** A message that was delivered, and by whom it was heard until now. Confined to its merge. */
final class Delivered {
  final String key;
  final String topic;
  final long at;
  final Set<String> topics; // of whoever brought it
  final Set<Long> heardBy = new HashSet<>(4);

  Delivered(String key, String topic, long at, Member by) {
    this.key = key;
    this.topic = topic;
    this.at = at;
    this.topics = by.topics;
    this.heardBy.add(by.connection);
  }
}
