package dev.keybearer.gateway.limit;

import dev.keybearer.gateway.peer.Address;
import dev.keybearer.token.verification.Reason;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.VerificationFailure;
import org.jspecify.annotations.Nullable;

/**
 * Holds back whoever shows wrong tokens too often (D1). A place is taken before a token is judged,
 * so that of many that come at once no more are judged than there are places; it is given back
 * unless the token was wrong.
 *
 * <p>Places are those of an address, and of an address together with the subject that a token names
 * (D3). There are none of a subject alone: a stranger who guesses under somebody's name takes
 * nothing from them where they call from. Safe for use by many threads.
 */
public final class Guesses {
  private final @Nullable Pace ofAddress;
  private final @Nullable Pace ofSubject;
  private final Counts counts;
  private final Keying keying;

  Guesses(@Nullable Pace ofAddress, @Nullable Pace ofSubject, Counts counts, Keying keying) {
    this.ofAddress = ofAddress;
    this.ofSubject = ofSubject;
    this.counts = counts;
    this.keying = keying;
  }

  /** Whether it matters whom a token names. */
  public boolean areOfSubjects() {
    return ofSubject != null;
  }

  /**
   * Takes a place for judging a token.
   *
   * @param subject that the token names, believed by nobody, or null
   * @param now nanoseconds on the monotonic clock
   */
  public Attempt attempt(Address from, @Nullable String subject, long now) {
    Place narrow = subject == null ? null : place(ofSubject, keying.key(from, subject), now);
    if (narrow != null && narrow.used() < 0) {
      return new Attempt(this, -narrow.used() * 1_000, null, null);
    }
    Place wide = place(ofAddress, keying.key(from), now);
    if (wide != null && wide.used() < 0) {
      giveBack(narrow, now);
      return new Attempt(this, -wide.used() * 1_000, null, null);
    }
    return new Attempt(this, 0, narrow, wide);
  }

  private @Nullable Place place(@Nullable Pace pace, long key, long now) {
    return pace == null ? null : new Place(key, pace, counts.take(key, pace, now), now);
  }

  private void giveBack(@Nullable Place place, long now) {
    if (place == null) {
      return;
    }
    long left = place.used() - (now - place.taken()) / 1_000;
    if (left > 0) {
      counts.giveBack(place.key(), Math.min(left, place.pace().interval()), now);
    }
  }

  /**
   * Whether a refused token may have been guessed. One that its issuer signed was not, whatever
   * else is wrong with it, and a proof or a scope that is missing is not what anybody guesses.
   */
  static boolean isGuess(Reason reason) {
    return switch (reason) {
      case MALFORMED, ENCRYPTED, HEADER, ISSUER, ALGORITHM, KEY, SIGNATURE, INACTIVE -> true;
      case TYPE,
          CLAIM,
          EXPIRED,
          NOT_YET,
          LIFE,
          AUDIENCE,
          REVOKED,
          UNPROVED,
          PROOF,
          REPLAYED,
          NONCE,
          SCOPE ->
          false;
    };
  }

  /** One token on its way to be judged. Whoever took it ends it, once. */
  public static final class Attempt {
    private final Guesses guesses;
    private final long held;
    private final @Nullable Place narrow;
    private final @Nullable Place wide;

    private Attempt(Guesses guesses, long held, @Nullable Place narrow, @Nullable Place wide) {
      this.guesses = guesses;
      this.held = held;
      this.narrow = narrow;
      this.wide = wide;
    }

    /** For how many nanoseconds it may not be judged, or 0. */
    public long held() {
      return held;
    }

    /** The token was judged; its places are given back unless it may have been guessed. */
    public void judged(Verdict verdict, long now) {
      if (!(verdict instanceof Verdict.Refused refused) || !isGuess(refused.reason())) {
        givenUp(now);
      }
    }

    /** Nobody found out, as after a {@link VerificationFailure}: its places are given back. */
    public void givenUp(long now) {
      guesses.giveBack(narrow, now);
      guesses.giveBack(wide, now);
    }
  }

  /**
   * A place that was taken.
   *
   * @param used what it left used up, or less than zero when there was none
   * @param taken nanoseconds on the monotonic clock
   */
  record Place(long key, Pace pace, long used, long taken) {}
}
