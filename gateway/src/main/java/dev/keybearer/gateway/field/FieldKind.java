package dev.keybearer.gateway.field;

/** What a field of a request is to the gateway. */
enum FieldKind {
  /** Goes on as it came. */
  PLAIN,
  /** Goes on, and stands once. */
  ONCE,
  /** Goes on, and nobody takes it away by naming it in {@code Connection}. */
  COOKIE,
  /** Names the host. */
  HOST,
  /** Carries credentials. */
  AUTHORIZATION,
  /** Proves that they are the caller's. */
  PROOF,
  /** Says how long the body is. */
  LENGTH,
  /** Says that the body comes in chunks. */
  CODING,
  /** Names fields that are of one connection only. */
  CONNECTION,
  /** Is of one connection only. */
  HOP,
  /** Is only ever written by gateways, or makes others read the request as another one. */
  OURS;

  /** Whether a {@code Connection} that names it is refused (G6). */
  boolean stays() {
    return switch (this) {
      case COOKIE, HOST, AUTHORIZATION, PROOF, LENGTH, CODING, OURS -> true;
      case PLAIN, ONCE, CONNECTION, HOP -> false;
    };
  }
}
