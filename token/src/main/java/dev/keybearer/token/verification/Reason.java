package dev.keybearer.token.verification;

/**
 * Why a token was refused. The reason is for ledgers and logs; the outside sees only {@link
 * #error()}, so that nobody learns from refusals how to make a better forgery.
 */
public enum Reason {
  /** It is no token of any form that is accepted. */
  MALFORMED("invalid_token"),
  /** It is encrypted, or another token is nested in it. */
  ENCRYPTED("invalid_token"),
  /** Its header asks for what is not understood. */
  HEADER("invalid_token"),
  /** Its issuer is none of ours. */
  ISSUER("invalid_token"),
  /** Its algorithm is not one that its issuer may use. */
  ALGORITHM("invalid_token"),
  /** No key of its issuer is the one it names. */
  KEY("invalid_token"),
  /** It was not signed with that key. */
  SIGNATURE("invalid_token"),
  /** It is a token of another kind. */
  TYPE("invalid_token"),
  /** It lacks a text that tokens of its issuer must carry. */
  CLAIM("invalid_token"),
  /** It has ended, or does not say when it ends. */
  EXPIRED("invalid_token"),
  /** It is not valid yet or was made in the future, or those times make no sense. */
  NOT_YET("invalid_token"),
  /** It lives longer than is accepted. */
  LIFE("invalid_token"),
  /** It is meant for somebody else. */
  AUDIENCE("invalid_token"),
  /** Whoever issued it says that it is not active. */
  INACTIVE("invalid_token"),
  /** It was ended early. */
  REVOKED("invalid_token"),
  /** It is bound to a key or certificate, and that was not shown. */
  UNPROVED("invalid_token"),
  /** The proof that came with it is wrong. */
  PROOF("invalid_dpop_proof"),
  /** The proof that came with it was used before. */
  REPLAYED("invalid_dpop_proof"),
  /** The proof needs a nonce of ours. */
  NONCE("use_dpop_nonce"),
  /** It lacks a scope that is needed. */
  SCOPE("insufficient_scope");

  private final String error;

  Reason(String error) {
    this.error = error;
  }

  /** The error code of RFC 6750 or RFC 9449 that may be shown to whoever presented the token. */
  public String error() {
    return error;
  }
}
