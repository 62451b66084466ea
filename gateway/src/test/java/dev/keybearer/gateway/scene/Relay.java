package dev.keybearer.gateway.scene;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Prover;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source that gives the token it was told of last, whoever asks; it is told by a test. */
public final class Relay implements TokenSource {
  private final TimeSource time;
  private final List<Token> rejected = new ArrayList<>();
  private final AtomicInteger gets = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile @Nullable TokenFailure failure;
  private volatile boolean resting;
  private int generation;
  private @Nullable Token token;

  public Relay(TimeSource time) {
    this.time = time;
  }

  /** From now on there is another token, which lives for so long. */
  public synchronized Relay renew(Duration life) {
    generation++;
    token =
        Token.of(
            "Bearer",
            "ours-" + generation,
            new Fingerprint("f" + generation),
            new Token.Terms(generation, time.wall().plus(life), Scopes.none()));
    return this;
  }

  /** The token is bound to the key of this prover from now on. */
  public synchronized Relay bound(Prover prover) {
    token = given().boundTo(prover);
    return this;
  }

  /** As if nobody had used it for long: nothing can be had at once until somebody waits. */
  public Relay rests() {
    resting = true;
    return this;
  }

  /** The same; and who waits does so until the gate opens. */
  public Relay rests(CountDownLatch until) {
    gate = until;
    return rests();
  }

  /** Who waits is told this; null: gets the token again. */
  public Relay failing(@Nullable TokenFailure newFailure) {
    failure = newFailure;
    return this;
  }

  /** How often somebody was willing to wait. */
  public int gets() {
    return gets.get();
  }

  /** The tokens that were rejected, as they are told apart. */
  public synchronized List<Long> rejected() {
    return rejected.stream().map(Token::generation).toList();
  }

  @Override
  public Token get(Duration patience) {
    gets.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    TokenFailure told = failure;
    if (told != null) {
      throw told;
    }
    resting = false;
    return given();
  }

  private synchronized Token given() {
    if (token == null) {
      throw new IllegalStateException("nothing was renewed");
    }
    return token;
  }

  @Override
  public synchronized @Nullable Token peek() {
    return resting ? null : token;
  }

  @Override
  public synchronized void reject(Token refused) {
    rejected.add(refused);
  }
}
