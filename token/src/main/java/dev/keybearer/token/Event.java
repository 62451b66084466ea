package dev.keybearer.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened to a credential or to the clocks. Holds no token and no secret. */
public sealed interface Event {
  /** When it happened, on the wall clock. */
  Instant at();

  /** What it happened to: the name of a credential, or of an issuer, or {@code process}. */
  String subject();

  /** A token took the place of its predecessor, or is the first. */
  record TokenRenewed(Instant at, String subject, Token token, Duration latency) implements Event {}

  /** An attempt to renew failed. */
  record RenewalFailed(
      Instant at, String subject, TokenFailure.Kind kind, String message, @Nullable Instant retryAt)
      implements Event {}

  /** The issuer asks for fewer requests. */
  record RateLimited(Instant at, String subject, Instant until) implements Event {}

  /**
   * The moment by which a lease must be renewed has passed; the token still works until it ends.
   */
  record RenewalOverdue(Instant at, String subject, Instant ends) implements Event {}

  /** A service refused a token before its end. */
  record TokenRejected(Instant at, String subject, Token token) implements Event {}

  /**
   * A token was ended early by us.
   *
   * @param atIssuer whether the issuer confirmed it
   */
  record TokenRevoked(Instant at, String subject, Token token, boolean atIssuer) implements Event {}

  /** A token that was good when it was asked about before is good no longer. */
  record TokenTurnedInactive(Instant at, String subject, Fingerprint fingerprint)
      implements Event {}

  /** An issuer signs with other keys than before: all that count now. */
  record KeysChanged(Instant at, String subject, List<String> keyIds) implements Event {}

  /** The keys of an issuer cannot be renewed; the known ones count until then, null for none. */
  record KeysOverdue(Instant at, String subject, String message, @Nullable Instant until)
      implements Event {}

  /** The other of two secrets works and is used from now on. */
  record SecretRotated(Instant at, String subject) implements Event {}

  /** A new secret does not work; the proven one stays in use. */
  record SecretRotationFailed(Instant at, String subject, String message) implements Event {}

  /** Nothing but a person can bring this credential back. */
  record LoginNeeded(Instant at, String subject, String message) implements Event {}

  /** The issuer answered in a way that works but deserves a look. */
  record OddAnswer(Instant at, String subject, Oddity oddity, String message) implements Event {}

  /** What the store was asked could not be done; the process goes on from memory. */
  record StoreFailed(Instant at, String subject, StoreFailure.Kind kind, String message)
      implements Event {}

  /** The wall clock moved against the monotonic one: somebody set it, or the machine slept. */
  record ClockMoved(Instant at, String subject, Duration by) implements Event {}

  /** The issuer's clock differs from ours. */
  record ClockSkewed(Instant at, String subject, Duration by) implements Event {}

  /** Events came faster than the recorder took them; this many are missing here. */
  record EventsLost(Instant at, String subject, long count) implements Event {}

  /** The odd answers that are known. */
  enum Oddity {
    /** No usable life came with the token; one was assumed. */
    LIFE_ASSUMED,
    /** The life that was named is beyond belief and was cut. */
    LIFE_CUT,
    /** A renewal brought the same token again; its end stays where it was. */
    SAME_TOKEN_AGAIN,
    /** Fewer scopes were granted than asked for, yet all that are required. */
    SCOPES_REDUCED,
    /** A token could not be checked on receipt; it is used all the same. */
    UNCHECKED,
    /** Tokens die when they are not used for a while; how long was learnt from a rejection. */
    IDLE_LIMIT_LEARNT
  }
}
