package dev.keybearer.token.verification;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tokens that must not be accepted, by name, each with what it is to be refused for. */
final class Attacks {
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final Map<String, Reason> reasons = new LinkedHashMap<>();

  /** Every attack there is. */
  static Attacks all(Forge forge) {
    Attacks attacks = new Attacks();
    AlgorithmAttacks.addTo(attacks, forge);
    KeyAttacks.addTo(attacks, forge);
    HeaderAttacks.addTo(attacks, forge);
    ShapeAttacks.addTo(attacks, forge);
    SignatureAttacks.addTo(attacks, forge);
    TimeAttacks.addTo(attacks, forge);
    AddresseeAttacks.addTo(attacks, forge);
    return attacks;
  }

  void add(String name, Reason reason, String token) {
    if (tokens.put(name, token) != null) {
      throw new IllegalArgumentException("two attacks are called " + name);
    }
    reasons.put(name, reason);
  }

  Map<String, String> tokens() {
    return tokens;
  }

  Map<String, Reason> reasons() {
    return reasons;
  }
}
