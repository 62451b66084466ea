package dev.keybearer.gateway.signal;

/** What a signal is about; the texts are part of the contract with those who receive them. */
public enum EventType {
  /** A token took the place of its predecessor, or is the first. */
  TOKEN_RENEWED("token.renewed"),
  /** An attempt to renew failed. */
  TOKEN_RENEWAL_FAILED("token.renewal-failed"),
  /** A token should have been renewed by now, and still works. */
  TOKEN_RENEWAL_OVERDUE("token.renewal-overdue"),
  /** An issuer asks for fewer requests. */
  TOKEN_RATE_LIMITED("token.rate-limited"),
  /** A service refused a token before its end. */
  TOKEN_REJECTED("token.rejected"),
  /** A token of ours was ended early by us. */
  TOKEN_REVOKED("token.revoked"),
  /** A token of somebody else's was ended early by its issuer. */
  TOKEN_TURNED_INACTIVE("token.turned-inactive"),
  /** Nothing but a person can bring a credential back. */
  TOKEN_LOGIN_NEEDED("token.login-needed"),
  /** An issuer answered in a way that works but deserves a look. */
  TOKEN_ODD_ANSWER("token.odd-answer"),
  /** The other of two secrets is used from now on. */
  SECRET_ROTATED("secret.rotated"),
  /** A new secret does not work. */
  SECRET_ROTATION_FAILED("secret.rotation-failed"),
  /** An issuer signs with other keys than before. */
  KEYS_CHANGED("keys.changed"),
  /** The keys of an issuer cannot be renewed. */
  KEYS_OVERDUE("keys.overdue"),
  /** What the store was asked could not be done. */
  STORE_FAILED("store.failed"),
  /** The wall clock moved against the monotonic one. */
  CLOCK_MOVED("clock.moved"),
  /** An issuer's clock differs from ours. */
  CLOCK_SKEWED("clock.skewed"),
  /** Events are missing here. */
  EVENTS_LOST("events.lost"),
  /** A call was refused for what its caller showed of itself. */
  SECURITY_AUTH_FAILURE("security.auth_failure"),
  /** A call was refused for something else. */
  SECURITY_CALL_REFUSED("security.call_refused"),
  /** A call could not be served. */
  SECURITY_CALL_FAILED("security.call_failed"),
  /** An operator had a token renewed. */
  ADMIN_RENEWED("admin.renewed"),
  /** An operator had a secret rotated. */
  ADMIN_ROTATED("admin.rotated"),
  /** An operator ended tokens early. */
  ADMIN_REVOKED("admin.revoked"),
  /** An operator had the config read again. */
  ADMIN_RELOADED("admin.reloaded"),
  /** A local process was handed a token. */
  ADMIN_TOKEN_FETCHED("admin.token-fetched"),
  /** What an operator asked for was not done. */
  ADMIN_FAILED("admin.failed"),
  /** Somebody asked for what it may not do, or showed a secret that is nobody's. */
  ADMIN_DENIED("admin.denied"),
  /** Another config counts from now on. */
  CONFIG_CHANGED("config.changed"),
  /** A changed config cannot be used. */
  CONFIG_REFUSED("config.refused");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  /** Its name in signals and in configs. */
  public String text() {
    return text;
  }

  /** What stands before the dot. */
  public String family() {
    return text.substring(0, text.indexOf('.'));
  }
}
