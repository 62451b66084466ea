package dev.keybearer.simulator;

/** What an issuer makes of DPoP proofs (RFC 9449). */
public enum DpopRule {
  /** It does not know them: a proof changes nothing. */
  IGNORED,
  /** Whoever proves a key gets a token that is bound to it. */
  TAKEN,
  /** Nobody gets a token without. */
  DEMANDED
}
