package dev.keybearer.gateway.admin;

/** What became of somebody who wants in. */
sealed interface Entry permits Visitor, Entry.Denied {
  /**
   * It stays outside.
   *
   * @param guessed whether it showed a secret that is nobody's, or runs as no client's user
   */
  record Denied(Refusal refusal, boolean guessed) implements Entry {}
}
