package dev.keybearer.simulator;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.SigningKey;
import java.security.KeyPair;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * RSA keys of issuers that are closed, for those that open: making one takes a tenth of a second,
 * which is most of what a short-lived world costs, and the keys of a simulation protect nothing. No
 * two open issuers share one. Safe for use by many threads.
 */
final class UsedKeys {
  private static final Deque<KeyPair> PAIRS = new ConcurrentLinkedDeque<>();

  private UsedKeys() {}

  /** A key that no open issuer has. */
  static SigningKey take(String id, Algorithm algorithm) {
    KeyPair used = algorithm.isRsa() ? PAIRS.poll() : null;
    return used == null ? SigningKey.generate(id, algorithm) : SigningKey.of(id, algorithm, used);
  }

  /** The issuer that took it is closed. */
  static void giveBack(SigningKey key) {
    if (key.algorithm().isRsa()) {
      PAIRS.push(key.pair());
    }
  }
}
