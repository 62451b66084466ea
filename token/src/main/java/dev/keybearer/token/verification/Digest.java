package dev.keybearer.token.verification;

/** SHA-256 of a token, so that a cache holds none: as good a name, and of no use to a thief. */
record Digest(long a, long b, long c, long d) {
  /** Any part of a digest is as random as the whole. */
  @Override
  public int hashCode() {
    return (int) a;
  }
}
