package dev.keybearer.token.renewal;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Habits;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.StoreFailure;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.endpoint.GrantForm;
import dev.keybearer.token.endpoint.Reply;
import dev.keybearer.token.endpoint.TokenEndpoint;
import dev.keybearer.token.jose.DpopSigner;
import dev.keybearer.token.lease.Journal;
import dev.keybearer.token.lease.Kept;
import dev.keybearer.token.lease.Lease;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import dev.keybearer.token.secret.SecretSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets the successor of one credential's token: what is at rest first, then the issuer, with the
 * refresh token announced before it is used and its successor kept before anyone sees the access
 * token it came with.
 *
 * <p>Blocks. Used by one flight at a time; successive flights see each other's state because the
 * source's lock lies between them.
 */
final class Renewal {
  private static final System.Logger LOG = System.getLogger(Renewal.class.getName());

  /** A process that writes between reading and writing does so once in many seconds. */
  private static final int MOST_REVOCATIONS = 3;

  private final Credential credential;
  private final Surroundings around;
  private final TokenEndpoint endpoint;
  private final Journal journal;
  private final Receipt receipt;
  private final ClientSecrets secrets;
  private Kept kept = Kept.NOTHING;
  private boolean loaded;
  private boolean unsaved;

  Renewal(Credential credential, Surroundings around, TokenEndpoint endpoint) {
    this.credential = credential;
    this.around = around;
    this.endpoint = endpoint;
    this.journal = new Journal(around.store(), credential);
    this.receipt = new Receipt(credential, around);
    this.secrets = new ClientSecrets(credential, around, endpoint);
  }

  /** The secrets in use, for whoever rotates them. */
  ClientSecrets secrets() {
    return secrets;
  }

  /** Reads what rests, without asking the issuer. */
  Outcome look() {
    return safely(() -> loaded ? new Outcome.Absent() : load());
  }

  /**
   * One attempt.
   *
   * @param current the lease that is to be succeeded, or null
   */
  Outcome run(@Nullable Lease current) {
    Outcome found = look();
    return found instanceof Outcome.Absent ? safely(() -> ask(current)) : found;
  }

  /**
   * Makes the next look find what is in the store by then: somebody may have logged in meanwhile.
   */
  void reload() {
    loaded = unsaved;
  }

  /** Keeps what could not be kept so far; whether nothing that is needed would be lost here. */
  boolean settle() {
    save();
    return !unsaved || kept.refresh() == null;
  }

  /** Whether something waits to be kept. */
  boolean isUnsaved() {
    return unsaved;
  }

  /**
   * Ends what rests, here and at the issuer; whether the issuer confirmed. What another process
   * writes meanwhile, such as a login, is ended as well.
   *
   * @throws TokenFailure when it is not known what rests
   */
  boolean revoke() {
    boolean confirmed = true;
    for (int left = MOST_REVOCATIONS; left > 0; left--) {
      if (look() instanceof Outcome.Failed failed) {
        throw failed.trouble().failure(null);
      }
      confirmed &= revokeKept();
      keep(kept.next(null, null, Scopes.none()));
      if (loaded) {
        return confirmed;
      }
    }
    return false;
  }

  private boolean revokeKept() {
    boolean confirmed = true;
    Secret refresh = kept.refresh();
    if (refresh != null) {
      confirmed = secrets.revoke(new TokenEndpoint.Revocation(refresh, "refresh_token"));
    }
    Kept.Access access = kept.access();
    if (access != null) {
      confirmed &= secrets.revoke(new TokenEndpoint.Revocation(access.value(), "access_token"));
    }
    return confirmed;
  }

  private Outcome ask(@Nullable Lease current) {
    save();
    if (current != null && current.at(around.time().nanos()) == Lease.Freshness.FRESH) {
      return new Outcome.Renewed(current, false, 0); // nothing is due
    }
    return credential.grant().needsRefreshToken() ? refresh(current) : first(current);
  }

  /** What a step came to; the outermost place that sees a bug. */
  private Outcome safely(Supplier<Outcome> step) {
    try {
      return step.get();
    } catch (SecretFailure e) {
      return failed(Trouble.unreadable(e));
    } catch (TokenFailure e) {
      return failed(Trouble.withoutSubject(e)); // the secret source is another token source
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "renewing " + credential.name() + " failed on a bug", e);
      return failed(Trouble.bug(credential.name()));
    }
  }

  private Outcome load() {
    Journal.Recovered found;
    try {
      bind(resting());
      found = journal.recover().orElse(new Journal.Recovered(Kept.NOTHING, false));
    } catch (StoreFailure e) {
      storeFailed(e);
      if (credential.grant().needsRefreshToken() || e.kind() == StoreFailure.Kind.IN_USE) {
        return failed(Trouble.lasting(TokenFailure.Kind.STORE_UNUSABLE, message(e)));
      }
      found = new Journal.Recovered(Kept.NOTHING, false); // a token of this grant is had anew
      bind(credential.dpop() ? DpopSigner.random(around.time()) : null);
    }
    kept = found.kept();
    begin();
    Kept.Access access = kept.access();
    Lease lease = access == null ? null : receipt.recovered(access, kept.generation());
    if (lease == null) {
      return new Outcome.Absent();
    }
    long now = around.time().nanos();
    return new Outcome.Renewed(found.announced() ? lease.due(now) : lease, false, 0);
  }

  /** What began it all is read before anything counts as loaded: without it nothing can be said. */
  private void begin() {
    loaded = true; // unless keeping what is read here meets what another process wrote
    try {
      seed();
    } catch (RuntimeException | Error e) {
      loaded = false;
      throw e;
    }
  }

  /** The key that tokens are bound to, or null where they are not. */
  private @Nullable DpopSigner resting() {
    return credential.dpop() ? journal.signer(around.time()) : null;
  }

  private void bind(@Nullable DpopSigner signer) {
    secrets.bindTo(signer);
    receipt.bindTo(signer);
  }

  /**
   * A configured refresh token that has not been seen yet begins everything anew; so does an
   * assertion or token to present, which decides for whom what rests speaks.
   */
  private void seed() {
    if (credential.grant() instanceof Grant.RefreshToken grant) {
      seed(grant.seed());
    } else if (kept.access() != null && GrantForm.presents(credential.grant())) {
      String mark = mark(GrantForm.first(credential, endpoint.clock().now()));
      kept = Objects.equals(mark, kept.seed()) ? kept : kept.withoutAccess();
    }
  }

  private void seed(SecretSource source) {
    try {
      Secret seed = source.read();
      String mark = Journal.mark(seed);
      if (!mark.equals(kept.seed())) {
        keep(kept.seeded(seed, mark));
      }
    } catch (SecretFailure e) {
      if (kept.refresh() == null) {
        throw e; // otherwise its successor rests here, and nobody needs the seed any more
      }
    }
  }

  /** A mark of what is presented in a first request, or null when the credential says it all. */
  private @Nullable String mark(Map<String, String> form) {
    return GrantForm.presents(credential.grant()) ? Journal.mark(GrantForm.presented(form)) : null;
  }

  private Outcome first(@Nullable Lease current) {
    Map<String, String> form = GrantForm.first(credential, endpoint.clock().now());
    Reply reply = secrets.ask(form);
    if (!(reply instanceof Reply.Granted granted)) {
      return failed(Trouble.of(reply));
    }
    Scopes scopes = receipt.scopes(granted, credential.asked());
    Kept.Access former = kept.access();
    Kept.Access access = receipt.access(granted, scopes);
    Outcome outcome =
        receipt.judge(granted, new Receipt.Turn(access, former, current, kept.generation() + 1));
    if (outcome instanceof Outcome.Renewed) {
      keep(kept.next(access, null, scopes).marked(mark(form)));
    }
    return outcome;
  }

  private Outcome refresh(@Nullable Lease current) {
    Secret refresh = kept.refresh();
    if (refresh == null) {
      return failed(needsLogin("no refresh token is known"));
    }
    Trouble obstacle = announce(current);
    if (obstacle != null) {
      return failed(obstacle);
    }
    Reply reply = secrets.ask(GrantForm.refresh(credential, refresh, kept.granted()));
    if (reply instanceof Reply.Granted granted) {
      return refreshed(granted, current, refresh);
    }
    if (reply instanceof Reply.Denied denied && denied.meaning() == Habits.Meaning.GRANT_REJECTED) {
      keep(kept.withoutRefresh());
      return failed(needsLogin(denied.message()));
    }
    Secret successor = reply.successor();
    if (successor != null) { // the one that was shown is used up, although nothing else came of it
      keep(kept.next(kept.access(), successor, kept.granted()));
    }
    return failed(Trouble.ofRefresh(reply));
  }

  /**
   * The successor is kept before the access token is judged: it must not be lost to a bad scope.
   */
  private Outcome refreshed(Reply.Granted granted, @Nullable Lease current, Secret used) {
    Scopes silent = kept.granted().isEmpty() ? credential.asked() : kept.granted();
    Scopes scopes = receipt.shrunk(receipt.scopes(granted, silent), kept.granted());
    Secret successor = granted.refresh() == null ? used : granted.refresh();
    Kept.Access former = kept.access();
    Kept.Access access = receipt.access(granted, scopes);
    Scopes original = kept.granted().isEmpty() ? scopes : kept.granted();
    keep(kept.next(access, successor, original));
    Outcome outcome =
        receipt.judge(granted, new Receipt.Turn(access, former, current, kept.generation()));
    if (outcome instanceof Outcome.Failed) {
      keep(kept.next(null, successor, original)); // what is of no use does not rest either
    }
    return outcome;
  }

  /**
   * Announces the use of the refresh token. When that cannot be written the attempt is put off, as
   * long as there is time; from the moment the lease must be renewed it goes ahead without.
   */
  private @Nullable Trouble announce(@Nullable Lease current) {
    if (unsaved) {
      return null; // what would be announced is not in the store; memory is all there is
    }
    try {
      journal.prepare(kept.generation());
      return null;
    } catch (StoreFailure e) {
      storeFailed(e);
      if (e.kind() == StoreFailure.Kind.CONFLICT) {
        loaded = false; // another process has renewed: what it wrote counts
        return Trouble.passing(TokenFailure.Kind.STORE_UNUSABLE, message(e));
      }
      boolean pressing = current == null || around.time().nanos() - current.mustRenew() >= 0;
      return pressing ? null : Trouble.passing(TokenFailure.Kind.STORE_UNUSABLE, message(e));
    }
  }

  private void keep(Kept next) {
    kept = next;
    unsaved = true;
    save();
  }

  private void save() {
    if (!unsaved) {
      return;
    }
    try {
      journal.commit(kept);
      unsaved = false;
    } catch (StoreFailure e) {
      storeFailed(e); // it stays in memory and is tried again with the next flight
      if (e.kind() == StoreFailure.Kind.CONFLICT) {
        unsaved = false;
        loaded = false; // another process has written: the next flight begins with what it wrote
      }
    }
  }

  private Trouble needsLogin(String why) {
    return Trouble.lasting(
        TokenFailure.Kind.NEEDS_LOGIN,
        "credential "
            + credential.name()
            + " needs a login (keybearer login "
            + credential.name()
            + "): "
            + why);
  }

  private void storeFailed(StoreFailure e) {
    around
        .events()
        .offer(
            new Event.StoreFailed(around.time().wall(), credential.name(), e.kind(), message(e)));
  }

  private static Outcome failed(Trouble trouble) {
    return new Outcome.Failed(trouble);
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
