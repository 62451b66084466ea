package dev.keybearer.stream.merge;

import java.util.HashSet;
import java.util.Set;

/** A message that was delivered, and by whom it was heard until now. Confined to its merge. */
final class Delivered {
  final String key;
  final long at;
  final Set<Long> heardBy = new HashSet<>(4);

  Delivered(String key, long at, long connection) {
    this.key = key;
    this.at = at;
    this.heardBy.add(connection);
  }
}
