package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Word;

/** Whether callers show that tokens are theirs (RFC 9449). */
public enum ProofRule implements Word {
  /** No proof is looked at: tokens that are bound to a key are refused. */
  NONE,
  /** Tokens that are bound to a key come with a proof, others without. */
  DPOP,
  /** Only tokens that are bound to a key are let through, with a proof. */
  REQUIRED
}
