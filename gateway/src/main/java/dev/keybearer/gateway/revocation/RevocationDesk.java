package dev.keybearer.gateway.revocation;

import dev.keybearer.gateway.revocation.Ended.AtIssuer;
import dev.keybearer.gateway.revocation.Ending.Reach;
import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes wishes to end tokens early. An end counts at once, and is answered when it would survive a
 * power cut; when it cannot be written that is a failure, and it counts until the process ends all
 * the same. Ending what was ended is fine. Safe for use by many threads.
 */
public final class RevocationDesk {
  private final RevocationLog log;
  private final RevocationList list;
  private final Means means;
  private final RevocationTally tally = new RevocationTally();

  private RevocationDesk(RevocationLog log, RevocationList list, Means means) {
    this.log = log;
    this.list = list;
    this.means = means;
  }

  /**
   * A desk, after everything in the log counts.
   *
   * @throws RevocationFailure when the log cannot be read, or holds more than the list: nothing may
   *     be let through then
   */
  public static RevocationDesk open(RevocationLog log, RevocationList list, Means means) {
    RevocationDesk desk = new RevocationDesk(log, list, means);
    log.read(1, desk::replay);
    return desk;
  }

  private void replay(long number, Revocation revocation) {
    list.put(revocation);
    tally.numbered(number);
  }

  /**
   * Ends tokens. Waits for the disk, and for the issuer where it is asked.
   *
   * @throws RevocationFailure when there is no room, or when it cannot be written
   */
  public Answer end(Ending ending) {
    long asked = means.time().nanos();
    Instant now = means.time().wall();
    Instant before = issuedBefore(ending, now);
    if (means.terms().isTooFar(now, before)) {
      return new Answer.Refused(
          "issued_before is more than a day ahead: leave it out to end what was issued by now");
    }
    Instant until = means.terms().until(now, before);
    List<Revocation> revocations =
        targets(ending).stream()
            .map(each -> new Revocation(each.key(), each.kind(), before, until, now))
            .toList();
    return end(ending, revocations, asked);
  }

  private @Nullable Instant issuedBefore(Ending ending, Instant now) {
    if (!(ending instanceof Ending.Named named)) {
      return null;
    }
    boolean open = named.issuedBefore() == null && !named.target().kind().isOneToken();
    return open ? means.terms().issuedByNow(now) : named.issuedBefore();
  }

  private List<Target> targets(Ending ending) {
    return switch (ending) {
      case Ending.Presented presented -> Target.of(presented.token(), means.names());
      case Ending.Named named -> List.of(named.target());
    };
  }

  private Ended end(Ending ending, List<Revocation> revocations, long asked) {
    boolean done = false;
    try {
      revocations.forEach(list::put);
      Duration effective = since(asked);
      long number = append(revocations);
      Duration durable = since(asked);
      tally.ended(number, effective, durable);
      done = true;
      return new Ended(revocations, number, effective, durable, atIssuer(ending));
    } finally {
      if (!done) {
        tally.failed();
      }
    }
  }

  private long append(List<Revocation> revocations) {
    try {
      return log.append(revocations);
    } catch (RevocationFailure e) {
      throw new RevocationFailure(
          e.kind(),
          "it was ended here, but not for good: a restart would forget it, so end it again ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private AtIssuer atIssuer(Ending ending) {
    if (!(ending instanceof Ending.Presented presented) || ending.reach() == Reach.HERE) {
      return AtIssuer.NOT_ASKED;
    }
    return means.issuers().end(presented.token()) ? AtIssuer.CONFIRMED : AtIssuer.UNCONFIRMED;
  }

  /** Releases what has ended by itself, from memory and from the log; called now and then. */
  public void sweep() {
    int swept = list.sweep();
    tally.released(swept);
    log.release(list.certain());
  }

  /** How it stands. */
  public RevocationState state() {
    return tally.state(list);
  }

  private Duration since(long asked) {
    return Duration.ofNanos(means.time().nanos() - asked);
  }

  /**
   * What a desk works with.
   *
   * @param names tokens by the same key as the verifiers do
   * @param issuers are asked to end a token where that is wished
   */
  public record Means(Fingerprinter names, IssuerEnd issuers, Terms terms, TimeSource time) {}
}
