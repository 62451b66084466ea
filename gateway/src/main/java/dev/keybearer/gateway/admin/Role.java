package dev.keybearer.gateway.admin;

/** What an {@link AdminClient} may do. Neither role opens a token. */
public enum Role {
  /** See how things stand. */
  READ,
  /** Change something: renew, rotate, revoke, reload. */
  OPERATE
}
