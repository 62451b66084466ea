package dev.keybearer.token.renewal;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Event.Oddity;
import dev.keybearer.token.Prover;
import dev.keybearer.token.ReceiptCheck;
import dev.keybearer.token.RenewalPolicy;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.endpoint.Reply;
import dev.keybearer.token.lease.Kept;
import dev.keybearer.token.lease.Lease;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks every token on receipt and puts it on a lease (R8). Odd answers that can be lived with are
 * told once per credential. Used by one flight at a time.
 */
final class Receipt {
  /** A renewal that brought nothing new is repeated after at least this. */
  private static final long PAUSE_AFTER_SAME = Duration.ofSeconds(1).toNanos();

  private final Credential credential;
  private final Surroundings around;
  private @Nullable Prover prover;
  private final Set<Oddity> told = EnumSet.noneOf(Oddity.class);

  Receipt(Credential credential, Surroundings around) {
    this.credential = credential;
    this.around = around;
  }

  /** Tokens from now on are bound to a key, or to none. */
  void bindTo(@Nullable Prover newProver) {
    prover = newProver;
  }

  /** What was granted: what the answer says, or what was asked for when it says nothing. */
  Scopes scopes(Reply.Granted granted, Scopes asked) {
    Scopes named = granted.scopes();
    return named == null ? asked : named;
  }

  /** A refresh never widens what was granted at first; what it adds is not believed. */
  Scopes shrunk(Scopes named, Scopes original) {
    return original.isEmpty()
        ? named
        : Scopes.of(named.words().stream().filter(original.words()::contains).toList());
  }

  /** The token with the wall-clock times under which it can rest. */
  Kept.Access access(Reply.Granted granted, Scopes scopes) {
    noteLife(granted.life());
    return Kept.Access.received(granted, scopes, credential.renewal(), around.time());
  }

  /** Whether the token is of use, and from when to when. */
  Outcome judge(Reply.Granted granted, Turn turn) {
    Scopes missing = turn.access().scopes().missing(credential.required());
    if (!missing.isEmpty()) {
      return new Outcome.Failed(
          Trouble.lasting(
              TokenFailure.Kind.SCOPE_MISSING,
              "credential "
                  + credential.name()
                  + " requires scopes that were not granted: "
                  + missing
                  + "; grant them to the client at the issuer, or require less"));
    }
    String objection = objection(turn.access());
    if (objection != null) {
      return new Outcome.Failed(
          Trouble.lasting(
              TokenFailure.Kind.REFUSED,
              "the token that issuer "
                  + credential.issuer().name()
                  + " gave for "
                  + credential.name()
                  + " is not what is expected: "
                  + objection));
    }
    noteReduced(turn.access().scopes());
    Lease lease = lease(granted, turn);
    if (!lease.isUsable(around.time().nanos())) {
      return new Outcome.Failed(Trouble.endedBefore(credential.name()));
    }
    return new Outcome.Renewed(lease, true, granted.answeredAt() - granted.askedAt());
  }

  /**
   * A lease on a token that was at rest, or null when it is over, is not what is expected by now,
   * or its times make no sense.
   */
  @Nullable Lease recovered(Kept.Access access, long generation) {
    if (!access.scopes().containsAll(credential.required())) {
      return null;
    }
    Instant wall = around.time().wall();
    if (wall.isBefore(access.issued()) || !wall.isBefore(access.ends())) {
      return null; // a clock before the issue is wrong by an unknown amount: the token is not used
    }
    if (objection(access) != null) {
      return null;
    }
    long now = around.time().nanos();
    long age = Duration.between(access.issued(), wall).toNanos();
    long life = Duration.between(access.issued(), access.ends()).toNanos();
    Lease.Span span = new Lease.Span(now - age, now - age, life);
    return Lease.of(token(access, generation), span, credential.renewal(), draw(generation));
  }

  /** Why the token must not be used, or null; that nobody can tell is told, and no reason. */
  private @Nullable String objection(Kept.Access access) {
    ReceiptCheck check = credential.receiptCheck();
    if (check == null) {
      return null;
    }
    ReceiptCheck.Finding finding =
        check.check(
            new ReceiptCheck.Received(
                access.value().reveal(), access.ends(), credential.required()));
    if (finding instanceof ReceiptCheck.Finding.Bad bad) {
      return bad.why();
    }
    if (finding instanceof ReceiptCheck.Finding.Unknown unknown) {
      tell(Oddity.UNCHECKED, "a token is used unchecked: " + unknown.why());
    } else {
      told.remove(Oddity.UNCHECKED); // the next time is another outage
    }
    return null;
  }

  private Lease lease(Reply.Granted granted, Turn turn) {
    long life = Duration.between(turn.access().issued(), turn.access().ends()).toNanos();
    Lease.Span span = new Lease.Span(granted.askedAt(), granted.answeredAt(), life);
    Token token = token(turn.access(), turn.generation());
    Lease lease = Lease.of(token, span, credential.renewal(), draw(turn.generation()));
    Kept.Access former = turn.former();
    Lease current = turn.current();
    if (former == null || current == null || !former.value().matches(granted.access())) {
      return lease;
    }
    return again(lease, current);
  }

  /**
   * The same token again: its end stays where it was, and the next try waits half of what is left.
   */
  private Lease again(Lease lease, Lease current) {
    tell(Oddity.SAME_TOKEN_AGAIN, "a renewal brought the same token again");
    Lease bounded = lease.endingBy(current.ends());
    long now = around.time().nanos();
    long pause = Math.max((bounded.ends() - now) / 2, PAUSE_AFTER_SAME);
    long next = now + pause;
    return new Lease(bounded.token(), next, next + (bounded.ends() - next) / 2, bounded.ends());
  }

  private void noteLife(@Nullable BigDecimal seconds) {
    RenewalPolicy policy = credential.renewal();
    if (seconds == null) {
      tell(
          Oddity.LIFE_ASSUMED,
          "the answer names no usable life; " + policy.assumedLife() + " is assumed");
    } else if (!policy.isBelieved(seconds)) {
      tell(
          Oddity.LIFE_CUT,
          "the answer names a life beyond " + policy.ceiling() + ", which is all that is believed");
    }
  }

  private void noteReduced(Scopes scopes) {
    if (!credential.asked().isEmpty() && !scopes.containsAll(credential.asked())) {
      tell(
          Oddity.SCOPES_REDUCED,
          "not granted of what was asked for: " + scopes.missing(credential.asked()));
    }
  }

  private Token token(Kept.Access access, long generation) {
    return Token.of(
            access.type(),
            access.value().reveal(),
            around.fingerprinter().of(access.value()),
            new Token.Terms(generation, access.ends(), access.scopes()))
        .boundTo(prover);
  }

  /**
   * Where in the spread this generation of this credential is renewed by this process: drawn once,
   * the same however often it is asked (a SplitMix64 step over what tells leases apart).
   */
  private double draw(long generation) {
    long z = around.instance() ^ ((long) credential.name().hashCode() << 32) ^ generation;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (double) (z >>> 11) * 0x1.0p-53;
  }

  private void tell(Oddity oddity, String message) {
    if (told.add(oddity)) {
      around
          .events()
          .offer(new Event.OddAnswer(around.time().wall(), credential.name(), oddity, message));
    }
  }

  /**
   * What a granted token is judged beside.
   *
   * @param former the token that was at hand before, or null
   * @param current the lease on it, or null
   */
  record Turn(
      Kept.Access access, Kept.@Nullable Access former, @Nullable Lease current, long generation) {}
}
