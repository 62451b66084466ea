package dev.keybearer.token.secret;

/**
 * A client token with its lease. It is usable while {@code now < since + lease} and due for renewal
 * from two thirds of that on.
 *
 * @param token what every request shows
 * @param renewable whether the lease can be prolonged
 * @param since monotonic nanoseconds before it was asked for
 * @param lease how long it lasts in nanoseconds; 0 never ends
 */
record VaultSession(Secret token, boolean renewable, long since, long lease) {
  boolean isUsable(long now) {
    return lease == 0 || now - since < lease;
  }

  boolean isDue(long now) {
    return renewable && lease != 0 && now - since >= lease / 3 * 2;
  }
}
