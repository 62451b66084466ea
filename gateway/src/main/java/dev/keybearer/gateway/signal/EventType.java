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
  /** A connection of a stream is being made. */
  STREAM_HANDSHAKE_STARTED("stream.handshake_started"),
  /** A connection of a stream could not be made. */
  STREAM_HANDSHAKE_FAILED("stream.handshake_failed"),
  /** A connection of a stream listens. */
  STREAM_CONNECTION_ESTABLISHED("stream.connection_established"),
  /** A connection of a stream was lost. */
  STREAM_CONNECTION_DROPPED("stream.connection_dropped"),
  /** Another token or connection of a stream took the place of the one before. */
  STREAM_TOKEN_ROTATED("stream.token_rotated"),
  /** A connection of a stream is close to its end and has no successor. */
  STREAM_ROTATION_OVERDUE("stream.rotation_overdue"),
  /** Messages of a stream may be missing. */
  STREAM_GAP("stream.gap"),
  /** A topic of a stream may not be listened to. */
  STREAM_TOPIC_REJECTED("stream.topic_rejected"),
  /** What a stream was to go on with is not kept any more. */
  STREAM_CURSOR_EXPIRED("stream.cursor_expired"),
  /** Nothing is tried for a stream any more but for a slow check. */
  STREAM_SUSPENDED("stream.suspended"),
  /** A sink of a stream did not take what it was handed. */
  STREAM_RECEIVER_FAILED("stream.receiver_failed"),
  /** A stream was closed. */
  STREAM_STOPPED("stream.stopped"),
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
