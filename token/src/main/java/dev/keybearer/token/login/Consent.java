package dev.keybearer.token.login;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Habits;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenFailure.Kind;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.endpoint.Offer;
import dev.keybearer.token.endpoint.Reply;
import dev.keybearer.token.endpoint.TokenEndpoint;
import dev.keybearer.token.jose.DpopSigner;
import dev.keybearer.token.lease.Journal;
import dev.keybearer.token.lease.Kept;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import dev.keybearer.token.secret.SecretSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What both kinds of login share: the issuer is asked as the credential's client, and what it
 * grants takes the place of whatever rests in the store. Safe for use by many threads.
 */
final class Consent {
  /**
   * A process that renews meanwhile writes once in many seconds; more conflicts are no accident.
   */
  private static final int MOST_COMMITS = 5;

  private static final String OFFLINE = "offline_access";

  private final Credential credential;
  private final TokenEndpoint endpoint;
  private final Journal journal;
  private final TimeSource time;
  private final @Nullable String seed;
  private @Nullable DpopSigner signer;
  private boolean signerIsNew; // and has to be kept with what it is for

  private Consent(Credential credential, TokenStore store, TimeSource time) {
    this.credential = credential;
    this.endpoint = TokenEndpoint.of(credential, time);
    this.journal = new Journal(store, credential);
    this.time = time;
    this.seed = seed(credential);
  }

  /**
   * Makes sure before a person is bothered that the consent could be kept.
   *
   * @throws IllegalArgumentException when the credential needs no login
   * @throws TokenFailure when the store or a secret cannot be read
   */
  static Consent open(Credential credential, TokenStore store, TimeSource time) {
    if (!credential.grant().needsRefreshToken()) {
      throw new IllegalArgumentException(
          "credential " + credential.name() + " gets its tokens without a person: no login helps");
    }
    try {
      Consent consent = new Consent(credential, store, time);
      consent.journal.former();
      if (credential.dpop()) {
        consent.bind();
      }
      consent.proving(secret -> true);
      return consent;
    } catch (StoreFailure e) {
      throw new TokenFailure(Kind.STORE_UNUSABLE, String.valueOf(e.getMessage()), null, null);
    } catch (SecretFailure e) {
      throw unreadable(e);
    }
  }

  private void bind() {
    DpopSigner resting = journal.signerUnlessVacant(time);
    signerIsNew = resting == null;
    signer = resting == null ? DpopSigner.random(time) : resting;
  }

  /**
   * The mark of a configured refresh token, which must not take the place of a login later; null
   * where there is none, or none that can still be read.
   */
  private static @Nullable String seed(Credential credential) {
    if (!(credential.grant() instanceof Grant.RefreshToken configured)) {
      return null;
    }
    try {
      return Journal.mark(configured.seed().read());
    } catch (SecretFailure e) {
      return null; // it has been used up and cleared away; the mark at rest stays
    }
  }

  Credential credential() {
    return credential;
  }

  TokenEndpoint endpoint() {
    return endpoint;
  }

  /** The thumbprint of the key that tokens are to be bound to, or null. */
  @Nullable String thumbprint() {
    return signer == null ? null : signer.thumbprint();
  }

  /** Asks for tokens with these fields. */
  Reply ask(Map<String, String> fields) {
    DpopSigner bound = signer;
    return proving(
        secret ->
            bound == null
                ? endpoint.ask(credential, secret, fields)
                : endpoint.ask(credential, secret, fields, bound));
  }

  /** Does something with the client's secret, or with null where the client has none. */
  <T> T proving(Function<@Nullable Secret, T> act) {
    try {
      SecretSource source = credential.client().authentication().secret();
      return act.apply(source == null ? null : source.read());
    } catch (SecretFailure e) {
      throw unreadable(e);
    }
  }

  /**
   * Keeps what was granted, if it is of use; when this returns it survives a power cut.
   *
   * @throws TokenFailure of kind {@code STORE_UNUSABLE} when it could not be written: what was
   *     granted is still good, and this may be called again
   */
  Login keep(Reply.Granted granted) {
    Secret refresh = granted.refresh();
    if (refresh == null) {
      throw failure(Kind.REFUSED, "it brought no refresh token: " + remedy());
    }
    Scopes scopes = granted.scopes() == null ? credential.asked() : granted.scopes();
    Scopes missing = scopes.missing(credential.required());
    if (!missing.isEmpty()) {
      giveBack(refresh);
      throw failure(
          Kind.SCOPE_MISSING,
          "it did not bring scopes that are required: "
              + missing
              + "; ask for them, allow them to the client at the issuer, or require less");
    }
    Kept.Access access = Kept.Access.received(granted, scopes, credential.renewal(), time);
    commit(access, refresh);
    return new Login(scopes, access.ends());
  }

  /** What nobody is going to use is better dead; when the issuer does not hear, it dies of age. */
  private void giveBack(Secret refresh) {
    TokenEndpoint.Revocation revocation = new TokenEndpoint.Revocation(refresh, "refresh_token");
    proving(secret -> endpoint.revoke(credential, secret, revocation));
  }

  private void commit(Kept.Access access, Secret refresh) {
    for (int left = MOST_COMMITS; ; left--) {
      try {
        Kept resting = journal.former();
        String mark = seed == null ? resting.seed() : seed;
        journal.commit(new Kept(resting.generation() + 1, access, refresh, access.scopes(), mark));
        if (signer != null && signerIsNew) {
          journal.commit(signer); // a cut before this leaves no key, which is how it was found
        }
        return;
      } catch (StoreFailure e) {
        if (e.kind() != StoreFailure.Kind.CONFLICT || left == 1) {
          throw failure(Kind.STORE_UNUSABLE, String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private String remedy() {
    return credential.asked().words().contains(OFFLINE)
        ? "allow this client refresh tokens (offline access) at the issuer"
        : "add the scope "
            + OFFLINE
            + " to those the credential asks for, or allow this client refresh tokens at the"
            + " issuer";
  }

  /** Why a login that the issuer does not offer ends at once. */
  TokenFailure failure(Offer offer) {
    if (!(offer instanceof Offer.None none)) {
      throw new IllegalArgumentException("another way to log in was asked for");
    }
    return failure(none.why());
  }

  /** Why a reply that brought no token ends the login. */
  TokenFailure failure(Reply trouble) {
    if (trouble instanceof Reply.Unanswered unanswered) {
      return failure(Kind.UNREACHABLE, unanswered.message());
    }
    if (!(trouble instanceof Reply.Denied denied)) {
      throw new IllegalArgumentException("a granted token is no trouble");
    }
    Duration wait = denied.retryAfter();
    Instant retryAt = wait == null ? null : time.wall().plus(wait);
    return new TokenFailure(kind(denied.meaning()), message(denied.message()), retryAt, null);
  }

  private static Kind kind(Habits.Meaning meaning) {
    return switch (meaning) {
      case THROTTLED -> Kind.THROTTLED;
      case OUTAGE -> Kind.UNREACHABLE;
      case CLIENT_REJECTED, GRANT_REJECTED, REFUSED -> Kind.REFUSED;
    };
  }

  /** Why the login ends. */
  TokenFailure failure(Kind kind, String why) {
    return new TokenFailure(kind, message(why), null, null);
  }

  private String message(String why) {
    return "login of " + credential.name() + " failed: " + why;
  }

  private static TokenFailure unreadable(SecretFailure e) {
    return new TokenFailure(Kind.SECRET_UNREADABLE, String.valueOf(e.getMessage()), null, null);
  }
}
