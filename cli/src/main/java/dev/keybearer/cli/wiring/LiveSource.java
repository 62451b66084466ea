package dev.keybearer.cli.wiring;

import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The source of a credential by its name: calls that hold it go on with another one when a reload
 * puts that in its place. Safe for use by many threads.
 */
final class LiveSource implements TokenSource {
  private final ReentrantLock lock = new ReentrantLock(); // held while another one is put in place
  private volatile TokenSource current;

  LiveSource(TokenSource current) {
    this.current = current;
  }

  /** Puts another source in the place of the present one, which may have been closed for it. */
  void replace(Supplier<TokenSource> other) {
    lock.lock();
    try {
      current = other.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Token peek() {
    return current.peek();
  }

  @Override
  public Token get(Duration patience) {
    TokenSource asked = current;
    try {
      return asked.get(patience);
    } catch (TokenFailure e) {
      if (e.kind() != TokenFailure.Kind.CLOSED) {
        throw e;
      }
      TokenSource successor = successor();
      if (successor.equals(asked)) {
        throw e;
      }
      return successor.get(patience);
    }
  }

  @Override
  public void reject(Token token) {
    current.reject(token);
  }

  private TokenSource successor() {
    lock.lock();
    try {
      return current;
    } finally {
      lock.unlock();
    }
  }
}
