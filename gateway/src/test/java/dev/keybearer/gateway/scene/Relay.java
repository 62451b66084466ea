package dev.keybearer.gateway.scene;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source that gives the token it was told of last, whoever asks; it is told by a test. */
public final class Relay implements TokenSource {
  private final TimeSource time;
  private final List<Token> rejected = new ArrayList<>();
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

  /** The tokens that were rejected, as they are told apart. */
  public synchronized List<Long> rejected() {
    return rejected.stream().map(Token::generation).toList();
  }

  @Override
  public synchronized Token get(Duration patience) {
    if (token == null) {
      throw new IllegalStateException("nothing was renewed");
    }
    return token;
  }

  @Override
  public synchronized @Nullable Token peek() {
    return token;
  }

  @Override
  public synchronized void reject(Token refused) {
    rejected.add(refused);
  }
}
