package dev.keybearer.gateway.stage;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Prover;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source whose tokens are numbered; a rejected one gives way to the next. */
final class FakeSource implements TokenSource {
  private final List<Token> rejected = new ArrayList<>();
  private final List<Duration> patiences = new ArrayList<>();
  private @Nullable TokenFailure failure;
  private boolean fresh;
  private boolean bursting;
  private @Nullable Prover prover;
  private int generation = 1;

  /** The next token can be had without waiting. */
  FakeSource fresh() {
    fresh = true;
    return this;
  }

  /** Its tokens are bound to the key of this prover. */
  FakeSource bound(Prover newProver) {
    prover = newProver;
    return this;
  }

  /** There is no token from now on. */
  FakeSource failing(TokenFailure newFailure) {
    failure = newFailure;
    fresh = false;
    return this;
  }

  /** Asking it is a bug from now on. */
  void bursting() {
    bursting = true;
  }

  static Token token(int generation) {
    return Token.of(
        "Bearer",
        "ours-" + generation,
        new Fingerprint("f" + generation),
        new Token.Terms(generation, Instant.MAX, Scopes.none()));
  }

  List<Token> rejected() {
    return rejected;
  }

  /** How long each caller was willing to wait. */
  List<Duration> patiences() {
    return patiences;
  }

  @Override
  public Token get(Duration patience) {
    patiences.add(patience);
    if (bursting) {
      throw new IllegalStateException("a bug");
    }
    if (failure != null) {
      throw failure;
    }
    fresh = true;
    return token(generation).boundTo(prover);
  }

  @Override
  public @Nullable Token peek() {
    return fresh ? token(generation).boundTo(prover) : null;
  }

  @Override
  public void reject(Token token) {
    rejected.add(token);
    if (token.generation() == generation) {
      generation++;
      fresh = false;
    }
  }
}
