package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Attachment;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.UpstreamHead;
import dev.keybearer.gateway.field.Handshake;
import dev.keybearer.gateway.upstream.TokenWelcome;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets the upstream side of a tunnel be opened again with the newer token of its credential. What
 * holds for calls holds for that: a resting upstream is left alone, one that asks for patience gets
 * it, and a token that it refuses is rejected at its source. Used by the tunnel's loop only; a
 * thread of its own wakes the source when that rests, one at a time.
 */
final class TunnelRotation implements Rotation {
  /** A token that lives longer changes with the others of its credential all the same. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private static final int KEY_OCTETS = 16;

  private final Call call;
  private final Habits habits;
  private final Means means;
  private final AtomicBoolean waking = new AtomicBoolean();
  private Token current;
  private @Nullable Token refused;
  private @Nullable Attempt attempt;

  /**
   * Of a tunnel.
   *
   * @param token that its upstream side was opened with
   */
  TunnelRotation(Call call, Habits habits, Token token, Means means) {
    this.call = call;
    this.habits = habits;
    this.current = token;
    this.means = means;
  }

  @Override
  public Rules rules() {
    return habits.rules;
  }

  @Override
  public Duration left() {
    Instant now = means.time.wall();
    Instant ends = current.expiresAt();
    if (ends.isAfter(now.plus(LONGEST))) {
      return LONGEST;
    }
    return ends.isBefore(now) ? Duration.ZERO : Duration.between(now, ends);
  }

  @Override
  public @Nullable Departure next() {
    Way way = call.way();
    Token token = habits.attachment.source().peek();
    if (token == null) {
      wake(habits.attachment.source(), way.habits().patience());
      return null;
    }
    if (!isNewer(token) || !way.row().isOpen()) {
      return null;
    }
    long now = means.time.nanos();
    if (way.condition().enter(now) != null) {
      return null;
    }
    Handshake.Wanted wanted =
        Objects.requireNonNull(call.handshake(), "it is a tunnel").afresh(key(), habits.protocol);
    attempt = new Attempt(token, wanted, now, habits.attachment.welcome().nonce());
    // A proof is signed here and not elsewhere: one for each life of a token is no burden.
    return Outbound.of(call, token, wanted);
  }

  /**
   * A source that nobody has used for a while says nothing until it is used, and that may take as
   * long as a renewal.
   */
  private void wake(TokenSource source, Duration patience) {
    if (waking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("keybearer-rotation").start(() -> awaken(source, patience));
    }
  }

  private void awaken(TokenSource source, Duration patience) {
    try {
      source.get(patience);
    } catch (TokenFailure e) {
      return; // the source has told it, and is asked again in a second
    } finally {
      waking.set(false);
    }
  }

  /** Anybody may guess it (RFC 6455 section 1.3): it shows that the other end reads handshakes. */
  private static String key() {
    byte[] octets = new byte[KEY_OCTETS];
    ThreadLocalRandom.current().nextBytes(octets);
    return Base64.getEncoder().encodeToString(octets);
  }

  /** One that does not live longer would have to be followed at once. */
  private boolean isNewer(Token token) {
    return token.expiresAt().isAfter(current.expiresAt())
        && (refused == null || !token.fingerprint().equals(refused.fingerprint()));
  }

  @Override
  public boolean answered(UpstreamHead head) {
    Attempt asked = Objects.requireNonNull(attempt, "nothing is answered that was not asked");
    asked.answered = true;
    call.way().condition().answered();
    TokenWelcome welcome = habits.attachment.welcome();
    if (head.status() == 401) {
      refused(asked, head);
      return false;
    }
    if (head.status() == 429) {
      means.turns.shut(call, head);
      return false;
    }
    welcome.taken(asked.token);
    return head.status() == Tunnels.SWITCHING
        && Tunnels.fault(asked.wanted, head) == null
        && Objects.equals(habits.protocol, head.value("sec-websocket-protocol"));
  }

  /** Others may have learnt the nonce meanwhile: what counts is the one that was sent. */
  private void refused(Attempt asked, UpstreamHead head) {
    TokenWelcome welcome = habits.attachment.welcome();
    String nonce = asked.token.isBound() ? head.value("dpop-nonce") : null;
    if (nonce != null && !nonce.equals(asked.nonce)) {
      welcome.asks(nonce); // it is the proof that it refuses
      return;
    }
    refused = asked.token;
    long now = means.time.nanos();
    if (!welcome.isWornOut(asked.token, now)) {
      habits.attachment.source().reject(asked.token);
      welcome.refusedNew(asked.token, now);
    }
  }

  @Override
  public void over(Outcome outcome) {
    Attempt asked = attempt;
    attempt = null;
    if (asked != null && outcome == Outcome.CHANGED) {
      current = asked.token;
    } else if (asked != null && !asked.answered) {
      unanswered(asked, outcome);
    }
    means.recorder.rotated(call, outcome);
  }

  private void unanswered(Attempt asked, Outcome outcome) {
    if (outcome == Outcome.FAILED) {
      call.way().condition().failed(asked.left, means.time.nanos());
    } else {
      call.way().condition().withdrawn(asked.left);
    }
  }

  /**
   * What a tunnel goes by.
   *
   * @param attachment whose tokens open its upstream side
   * @param protocol that was agreed upon, or null for none
   */
  record Habits(Rules rules, Attachment attachment, @Nullable String protocol) {}

  /** What all of them share. */
  record Means(TimeSource time, Turns turns, CallRecorder recorder) {}

  /** Another side that was asked for. */
  private static final class Attempt {
    private final Token token;
    private final Handshake.Wanted wanted;
    private final long left;
    private final @Nullable String nonce;
    private boolean answered;

    Attempt(Token token, Handshake.Wanted wanted, long left, @Nullable String nonce) {
      this.token = token;
      this.wanted = wanted;
      this.left = left;
      this.nonce = nonce;
    }
  }
}
