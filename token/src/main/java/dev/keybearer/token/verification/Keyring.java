package dev.keybearer.token.verification;

import dev.keybearer.token.Event;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.background.Alarms;
import dev.keybearer.token.budget.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one issuer that are accepted at this moment. Reading them takes no lock; one fetch at
 * a time renews them behind the readers, before they are due.
 *
 * <pre>
 *   fetched        due              due + tolerance
 *     |---- fresh ---|----- stale -----|---- failing: nobody can tell any more
 *              ^ fetched again from here on, and after failures with growing pauses
 * </pre>
 *
 * <p>Somebody who meets a key id that is not there makes a fetch begin at most every {@link
 * #COOLDOWN}. When that fetch shows that there is no such key, the answer is no; before it may be
 * asked for again, nobody can tell, and that is a failure: a key that is truly new is never
 * refused.
 */
final class Keyring implements Alarms.Bell {
  /** The least time between two fetches that strangers can cause (V14). */
  static final Duration COOLDOWN = Duration.ofSeconds(30);

  /** Bounds of how long keys are believed without asking again (V15), and what to do untold. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration USUAL = Duration.ofMinutes(5);

  /** Keys are fetched again after this much of their life, plus up to a tenth by chance. */
  private static final double AHEAD = 0.8;

  /** More callers than these do not wait for one fetch: they are told at once. */
  private static final int MOST_WAITING = 256;

  private final String issuer;
  private final KeyFetch fetch;
  private final Means means;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock(); // guards all below but the snapshot
  private final Condition changed = lock.newCondition();
  private final Backoff backoff;
  private final AbsentKeys absent = new AbsentKeys();
  private volatile @Nullable Snapshot snapshot;
  private boolean flying;
  private boolean outdated;
  private long flights;
  private int waiting;
  private long ticket;
  private long nextAttempt;
  private @Nullable Long allowedAgain;
  private @Nullable String trouble;

  Keyring(String issuer, KeyFetch fetch, Means means) {
    this.issuer = issuer;
    this.fetch = fetch;
    this.means = means;
    this.time = means.time();
    this.backoff = new Backoff(means.random());
    this.nextAttempt = time.nanos();
  }

  /** Begins to fetch, so that the first caller finds keys. */
  void warm() {
    lock.lock();
    try {
      begin();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The keys that are accepted now.
   *
   * @param deadline until when to wait for them, or null to wait for nothing and begin nothing
   * @return the keys; null only when there are none and nobody waits
   * @throws VerificationFailure when there are none, and none come in time
   */
  @Nullable Snapshot now(@Nullable Long deadline) {
    Snapshot accepted = accepted();
    return accepted != null || deadline == null ? accepted : awaited(deadline);
  }

  private @Nullable Snapshot accepted() {
    Snapshot current = snapshot;
    return current != null && time.nanos() - current.ends() < 0 ? current : null;
  }

  private Snapshot awaited(long deadline) {
    lock.lock();
    try {
      Snapshot current;
      for (current = accepted(); current == null; current = accepted()) {
        begin();
        if (!flying) {
          throw failure("there are no keys of issuer " + issuer);
        }
        awaitChange(deadline);
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  /** Whether what rests on the keys of this generation still counts. */
  boolean isCurrent(long generation) {
    Snapshot current = accepted();
    return current != null && current.generation() == generation;
  }

  /**
   * What is known after a key id was not found.
   *
   * @param deadline until when to wait for newer keys, or null to wait for nothing and begin
   *     nothing
   * @return keys that have it; or keys that were fetched after it was met, and do not; null only
   *     when that takes newer keys and nobody waits
   * @throws VerificationFailure when nobody can tell now
   */
  @Nullable Snapshot without(String keyId, @Nullable Long deadline) {
    lock.lock();
    try {
      long met = flights + (flying ? 1 : 0); // the one under way may have left too early
      for (; ; ) {
        Snapshot current = snapshot; // null after a purge: then only another fetch can tell
        boolean known = current != null && current.keys().knows(keyId);
        if (current != null && (known || absent.has(keyId, time.nanos()))) {
          return current;
        }
        if (current != null && flights > met && trouble == null) {
          absent.add(keyId, Objects.requireNonNullElse(allowedAgain, time.nanos()));
          return current;
        }
        if (deadline == null) {
          return null;
        }
        demand("a key of issuer " + issuer + " is not known, and keys were fetched just now");
        awaitChange(deadline);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The keys after a signature fitted none of them: the issuer may have replaced one under its
   * name.
   *
   * @param deadline until when to wait for newer keys, or null to wait for nothing and begin
   *     nothing
   * @return newer keys; or the same, when they were fetched so lately that they are an answer; null
   *     only when that takes newer keys and nobody waits
   * @throws VerificationFailure when nobody can tell now
   */
  @Nullable Snapshot doubted(@Nullable Long deadline) {
    lock.lock();
    try {
      long met = flights + (flying ? 1 : 0); // the one under way may have left too early
      for (; ; ) {
        Snapshot current = snapshot;
        boolean latest = flights > met || (!flying && !mayAsk());
        if (current != null && trouble == null && latest) {
          return current;
        }
        if (deadline == null) {
          return null;
        }
        demand("a signature fits no known key of issuer " + issuer + ", and none can be fetched");
        awaitChange(deadline);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The moment by which somebody with this patience wants an answer. */
  long deadline(Duration patience) {
    return time.nanos() + patience.toNanos();
  }

  /** Time has passed that the monotonic clock did not see: what was fetched may be old. */
  void ageUnseen() {
    lock.lock();
    try {
      nextAttempt = time.nanos();
      begin();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the keys at once and fetches them anew. */
  void purge() {
    lock.lock();
    try {
      snapshot = null;
      allowedAgain = null;
      absent.clear();
      outdated = flying; // it may bring what was published before
      nextAttempt = time.nanos();
      begin();
    } finally {
      lock.unlock();
    }
  }

  /** How it stands. */
  KeyringState state() {
    lock.lock();
    try {
      Snapshot current = snapshot;
      return current == null
          ? KeyringState.withoutKeys(issuer, trouble)
          : current.state(issuer, trouble, time);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ring(long rung) {
    lock.lock();
    try {
      if (rung == ticket) {
        nextAttempt = time.nanos();
        begin();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes sure that a fetch is under way, if strangers may cause one. */
  private void demand(String refusal) {
    if (flying) {
      return;
    }
    if (!mayAsk()) {
      throw failure(refusal);
    }
    allowedAgain = time.nanos() + COOLDOWN.toNanos();
    launch();
    if (!flying) {
      throw failure(refusal);
    }
  }

  private void awaitChange(long deadline) {
    if (waiting >= MOST_WAITING) {
      throw failure(waiting + " callers wait for the keys of issuer " + issuer + " already");
    }
    waiting++;
    try {
      if (!time.await(changed, deadline) && time.nanos() - deadline >= 0) {
        throw failure("the keys of issuer " + issuer + " did not come in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted while waiting for the keys of issuer " + issuer);
    } finally {
      waiting--;
    }
  }

  /** Whether strangers may cause a fetch; while the issuer fails, only the backoff asks. */
  private boolean mayAsk() {
    long now = time.nanos();
    boolean cool = allowedAgain == null || now - allowedAgain >= 0;
    return cool && (trouble == null || now - nextAttempt >= 0);
  }

  private void begin() {
    if (!flying && time.nanos() - nextAttempt >= 0) {
      launch();
    }
  }

  private void launch() {
    try {
      means.executor().execute(this::fly);
      flying = true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      failed("no thread is left to fetch them, or everything has been closed", Duration.ZERO);
    }
  }

  /** One fetch, on a thread of the executor; the outermost place that sees a bug. */
  private void fly() {
    KeyFetch.@Nullable Fetched fetched = null;
    String wrong = "a bug, see the log";
    Duration wait = Duration.ZERO;
    try {
      fetched = fetch.fetch();
    } catch (KeyFetch.NoKeys e) {
      wrong = String.valueOf(e.getMessage());
      wait = e.retryAfter();
    } catch (RuntimeException | Error e) {
      means.bug("fetching the keys of " + issuer, e);
    }
    lock.lock();
    try {
      flying = false;
      land(fetched, wrong, wait);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void land(KeyFetch.@Nullable Fetched fetched, String wrong, Duration wait) {
    if (outdated) {
      outdated = false;
      begin();
      return;
    }
    flights++;
    if (fetched == null) {
      failed(wrong, wait);
    } else {
      succeeded(fetched);
    }
  }

  private void succeeded(KeyFetch.Fetched fetched) {
    long now = time.nanos();
    long life = clamped(fetched.life()).toNanos();
    Snapshot before = snapshot;
    boolean same = before != null && before.keys().isSameAs(fetched.keys());
    long generation = before != null && same ? before.generation() : means.nextGeneration();
    snapshot =
        new Snapshot(
            fetched.keys(), generation, now, now + life, now + life + means.tolerance().toNanos());
    trouble = null;
    backoff.succeeded();
    nextAttempt = now + (long) (life * (AHEAD + means.random().getAsDouble() / 10));
    if (!same) {
      absent.clear();
      means
          .events()
          .offer(new Event.KeysChanged(time.wall(), issuer, Snapshot.ids(fetched.keys())));
    }
    means.alarms().set(nextAttempt, this, ++ticket);
  }

  private void failed(String wrong, Duration wait) {
    long pause = Math.max(wait.toNanos(), backoff.failed(Backoff.UNAVAILABLE));
    nextAttempt = time.nanos() + pause;
    if (!wrong.equals(trouble)) {
      Snapshot current = snapshot;
      Instant until = current == null ? null : wall(current.ends(), time.nanos());
      means.events().offer(new Event.KeysOverdue(time.wall(), issuer, wrong, until));
    }
    trouble = wrong;
    means.alarms().set(nextAttempt, this, ++ticket);
  }

  private VerificationFailure failure(String what) {
    String cause = trouble == null ? "" : ": " + trouble;
    long again = allowedAgain != null && trouble == null ? allowedAgain : nextAttempt;
    long wait = Math.max(0, again - time.nanos());
    return new VerificationFailure(what + cause, time.wall().plusNanos(wait));
  }

  private Instant wall(long moment, long now) {
    return time.wall().plusNanos(moment - now);
  }

  private static Duration clamped(@Nullable Duration life) {
    if (life == null) {
      return USUAL;
    }
    if (life.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return Collections.min(List.of(life, LONGEST));
  }
}
