package dev.keybearer.token.secret;

import dev.keybearer.token.secret.SecretFailure.Kind;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one session of a client, and the one flight at a time that replaces it.
 *
 * <p>A flight looks at the session again when it starts, so that whoever came late to a finished
 * flight opens none of its own. No lock is held while Vault is asked.
 */
final class VaultSessions {
  /** A flight may renew, read a secret id and log in, each with a limit of its own of 10 s. */
  private static final long WAIT_SECONDS = 40;

  private final VaultDoor door;
  private final LongSupplier nanos;
  private final AtomicReference<@Nullable FutureTask<VaultSession>> flight =
      new AtomicReference<>();
  private volatile @Nullable VaultSession session;

  VaultSessions(VaultDoor door, LongSupplier nanos) {
    this.door = door;
    this.nanos = nanos;
  }

  /** A session that is usable now. */
  VaultSession current() {
    VaultSession now = session;
    return now != null && isFresh(now) ? now : fly(this::refreshed);
  }

  /** A session from a login after this one stopped working. */
  VaultSession after(VaultSession refused) {
    VaultSession next = fly(() -> loggedInAfter(refused));
    // The flight that was joined may have been a renewal of the very same token.
    return next.token() == refused.token() ? fly(() -> loggedInAfter(refused)) : next;
  }

  /** Renews now. */
  void renew() {
    VaultSession before = session;
    fly(() -> renewedAfter(before));
  }

  private boolean isFresh(VaultSession candidate) {
    long now = nanos.getAsLong();
    return candidate.isUsable(now) && !candidate.isDue(now);
  }

  /** Joins the flight that is under way, or else starts this one. */
  private VaultSession fly(Attempt attempt) {
    FutureTask<VaultSession> mine = new FutureTask<>(() -> publish(attempt.run()));
    FutureTask<VaultSession> other = flight.compareAndExchange(null, mine);
    if (other != null) {
      return await(other);
    }
    try {
      mine.run();
      return await(mine);
    } finally {
      flight.set(null);
    }
  }

  private VaultSession publish(VaultSession next) {
    session = next;
    return next;
  }

  private VaultSession refreshed() {
    VaultSession now = session;
    if (now == null || !now.isUsable(nanos.getAsLong())) {
      return door.login();
    }
    return now.isDue(nanos.getAsLong()) ? renewed(now) : now;
  }

  /** What Vault does not prolong is replaced; when it does not answer, the session still stands. */
  private VaultSession renewed(VaultSession now) {
    try {
      VaultSession longer = door.renew(now);
      return longer == null ? door.login() : longer;
    } catch (SecretFailure failure) {
      if (failure.kind() == Kind.UNREACHABLE && now.isUsable(nanos.getAsLong())) {
        return now;
      }
      throw failure;
    }
  }

  private VaultSession loggedInAfter(VaultSession refused) {
    VaultSession now = session;
    return now != null && now.token() != refused.token() ? now : door.login();
  }

  private VaultSession renewedAfter(@Nullable VaultSession before) {
    VaultSession now = session;
    if (now == null || !now.isUsable(nanos.getAsLong())) {
      return door.login();
    }
    if (!now.equals(before) || !now.renewable()) {
      return now;
    }
    VaultSession longer = door.renew(now);
    return longer == null ? door.login() : longer;
  }

  private static VaultSession await(FutureTask<VaultSession> flight) {
    try {
      return flight.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw rethrown(failed.getCause());
    } catch (TimeoutException late) {
      throw new SecretFailure(
          Kind.UNREACHABLE, "Vault: no login within " + WAIT_SECONDS + " s; try again", null);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SecretFailure(Kind.UNREACHABLE, "Vault: waiting for login was interrupted", null);
    }
  }

  /** One failure may reach many threads: each gets its own, with its own stack. */
  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof SecretFailure failure) {
      return new SecretFailure(failure.kind(), String.valueOf(failure.getMessage()), failure);
    }
    return new IllegalStateException("Vault: login broke", cause);
  }

  /** What a flight does. */
  @FunctionalInterface
  private interface Attempt {
    VaultSession run();
  }
}
