package dev.keybearer.store;

/**
 * Which write of an item was the last; kept apart from the item, which could be an older one put
 * back.
 *
 * @param serial of the write; 0 fits no write
 * @param key the id of the key it was sealed under
 */
record Mark(long serial, long key) {
  static final Mark DISTRUST = new Mark(0, 0);

  boolean isDistrust() {
    return serial == 0;
  }
}
