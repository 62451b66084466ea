package dev.keybearer.token.login;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Habits;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenFailure.Kind;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.background.Pause;
import dev.keybearer.token.endpoint.GrantForm;
import dev.keybearer.token.endpoint.Offer;
import dev.keybearer.token.endpoint.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person logs in on another device (RFC 8628): shown a code and an address here, deciding there,
 * while this device asks the issuer again and again. Used by one thread at a time.
 */
public final class DeviceLogin {
  /** RFC 8628 section 3.5: what each {@code slow_down} adds. */
  private static final Duration SLOW_DOWN = Duration.ofSeconds(5);

  /** An issuer that does not answer is asked half as often each time, down to this. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Consent consent;
  private final Invitation invitation;
  private final TimeSource time;
  private final Pause pause;
  private final Instant expires;
  private final long ends;
  private Duration interval;
  private Duration next;
  private Reply.@Nullable Granted granted;

  private DeviceLogin(Consent consent, Invitation invitation, TimeSource time, long askedAt) {
    this.consent = consent;
    this.invitation = invitation;
    this.time = time;
    this.pause = new Pause(time);
    this.ends = askedAt + invitation.life().toNanos();
    this.expires = time.wall().plusNanos(ends - time.nanos());
    this.interval = invitation.interval();
    this.next = interval;
  }

  /**
   * Begins a login: asks the issuer for the codes.
   *
   * @throws TokenFailure when the issuer does not give any, or the store or a secret cannot be read
   */
  public static DeviceLogin begin(Credential credential, TokenStore store) {
    return begin(credential, store, TimeSource.system());
  }

  static DeviceLogin begin(Credential credential, TokenStore store, TimeSource time) {
    Consent consent = Consent.open(credential, store, time);
    long askedAt = time.nanos();
    Offer offer = consent.proving(secret -> consent.endpoint().device(credential, secret));
    if (!(offer instanceof Offer.Device device)) {
      throw consent.failure(offer);
    }
    Invitation invitation = Invitation.parse(device.answer());
    if (invitation == null) {
      throw consent.failure(
          Kind.UNREACHABLE, "the issuer gave no usable device code, user code or address");
    }
    return new DeviceLogin(consent, invitation, time, askedAt);
  }

  /** What the person types there. */
  public String userCode() {
    return invitation.userCode();
  }

  /** Where the person goes. */
  public URI verificationUri() {
    return invitation.page();
  }

  /** The same with the code in it, for a link or a picture to scan; null when there is none. */
  public @Nullable URI verificationUriComplete() {
    return invitation.completePage();
  }

  /** When the codes end, on the wall clock. */
  public Instant expires() {
    return expires;
  }

  /**
   * Waits for the person's decision and keeps what was granted.
   *
   * @throws TokenFailure when the person or the issuer said no, nobody decided in time, what came
   *     cannot be used or kept, or this thread was interrupted (it may come back and wait on)
   */
  public Login await() {
    while (granted == null) {
      long moment = time.nanos() + next.toNanos();
      rest(moment - ends > 0 ? ends : moment);
      if (time.nanos() - ends >= 0) {
        throw expired();
      }
      poll();
    }
    return consent.keep(granted);
  }

  private void rest(long moment) {
    try {
      pause.until(moment);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw consent.failure(Kind.OUT_OF_PATIENCE, "interrupted while waiting for the person");
    }
  }

  private void poll() {
    Reply reply = consent.ask(GrantForm.device(invitation.deviceCode().reveal()));
    if (reply instanceof Reply.Granted tokens) {
      granted = tokens;
    } else if (reply instanceof Reply.Denied denied) {
      denied(denied);
    } else {
      backOff();
    }
  }

  private void denied(Reply.Denied denied) {
    switch (denied.error()) {
      case "authorization_pending" -> next = interval;
      case "slow_down" -> slowDown();
      case "expired_token" -> throw expired();
      case "access_denied" ->
          throw consent.failure(Kind.REFUSED, LoginError.message(denied.error()));
      default -> judge(denied);
    }
  }

  private void judge(Reply.Denied denied) {
    if (denied.meaning() == Habits.Meaning.OUTAGE) {
      backOff();
    } else if (denied.meaning() == Habits.Meaning.THROTTLED) {
      slowDown();
    } else {
      throw consent.failure(denied);
    }
    Duration wait = denied.retryAfter();
    next = wait != null && wait.compareTo(next) > 0 ? wait : next;
  }

  private void slowDown() {
    interval = interval.plus(SLOW_DOWN);
    next = interval;
  }

  private void backOff() {
    Duration longer = next.multipliedBy(2);
    Duration most = interval.compareTo(LONGEST_PAUSE) > 0 ? interval : LONGEST_PAUSE;
    next = longer.compareTo(most) > 0 ? most : longer;
  }

  private TokenFailure expired() {
    return consent.failure(Kind.NEEDS_LOGIN, "nobody decided by " + expires + ": begin another");
  }
}
