package dev.keybearer.genesys;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.Secrets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of two clients that may do the same, of which one is in use: how secrets rotate
 * without a failed call where a client has one secret and a new one ends it at once.
 *
 * <pre>
 *   blue in use ──new secret for green──▶ kept ──green brings a token──▶ green in use
 *        ▲                                  │ it does not
 *        └──────────────────────────────────┘ nothing has happened to blue
 * </pre>
 *
 * <p>Tokens of the client that went out of use work on until they end, and it stays warm: when the
 * issuer refuses the one in use for good, the other takes its place. Leave a rotation the life of a
 * call after the one before, since a new secret may end the tokens of its client. Which is in use
 * is not kept: after a restart it is blue, whose secret is as good. Safe for use by many threads.
 */
public final class BlueGreenSource implements TokenSource {
  private final TokenSources sources;
  private final Side blue;
  private final Side green;
  private final ReentrantLock rotating = new ReentrantLock(); // one rotation at a time
  private volatile Side inUse;

  private BlueGreenSource(TokenSources sources, Side blue, Side green) {
    this.sources = sources;
    this.blue = blue;
    this.green = green;
    this.inUse = blue;
  }

  /**
   * The tokens of two credentials with names of their own, blue first.
   *
   * @throws IllegalArgumentException when they are the same client, or one has no shared secret
   */
  public static BlueGreenSource of(TokenSources sources, Credential blue, Credential green) {
    if (blue.client().id().equals(green.client().id())) {
      throw new IllegalArgumentException(
          "blue and green are both client " + blue.client().id() + ": two clients are needed");
    }
    return new BlueGreenSource(sources, side(sources, blue), side(sources, green));
  }

  private static Side side(TokenSources sources, Credential credential) {
    if (credential.client().authentication().secret() == null) {
      throw new IllegalArgumentException(
          "credential " + credential.name() + " has no shared secret to rotate");
    }
    return new Side(credential, sources.of(credential));
  }

  @Override
  public Token get(Duration patience) {
    Side first = inUse;
    try {
      return first.source().get(patience);
    } catch (TokenFailure failure) {
      if (!isForGood(failure)) {
        throw failure;
      }
      return instead(first, patience, failure);
    }
  }

  @Override
  public @Nullable Token peek() {
    return inUse.source().peek();
  }

  /** Either knows its own tokens, and ignores the other's. */
  @Override
  public void reject(Token token) {
    blue.source().reject(token);
    green.source().reject(token);
  }

  /** The credential whose tokens are given out. */
  public Credential inUse() {
    return inUse.credential();
  }

  /**
   * Gives the client that is not in use a new secret, keeps that, proves it by getting a token, and
   * then takes that client into use. Whatever fails on the way, the client in use goes on; do it
   * again.
   *
   * @param maker whose token outlives this: it may be this source itself
   * @return whether the other client is in use now; false when its new secret does not work yet
   * @throws TokenFailure when the token that proves the secret cannot be had
   * @throws IllegalStateException when it is being rotated already
   */
  public boolean rotate(SecretMaker maker, SecretKeeper keeper, Duration patience)
      throws InterruptedException {
    if (!rotating.tryLock()) {
      throw new IllegalStateException("the secret is being rotated already");
    }
    try {
      Side next = other(inUse);
      String client = next.credential().client().id();
      Secret secret = maker.make(client);
      keeper.keep(client, secret); // it is shown once: nothing comes before this
      sources.withdraw(next.credential(), patience); // what an earlier attempt left unproven
      boolean works = sources.rotate(next.credential(), Secrets.of(secret), patience);
      if (works) {
        inUse = next;
      }
      return works;
    } finally {
      rotating.unlock();
    }
  }

  /** Somebody changed a secret behind our back, or disabled the client in use. */
  private Token instead(Side first, Duration patience, TokenFailure failure) {
    Side next = other(first);
    try {
      Token token = next.source().get(patience);
      inUse = next;
      return token;
    } catch (TokenFailure neither) {
      failure.addSuppressed(neither);
      throw failure;
    }
  }

  private static boolean isForGood(TokenFailure failure) {
    return switch (failure.kind()) {
      case REFUSED, SECRET_UNREADABLE, SCOPE_MISSING -> true;
      case NEEDS_LOGIN, THROTTLED, UNREACHABLE, STORE_UNUSABLE, OUT_OF_PATIENCE, CLOSED -> false;
    };
  }

  private Side other(Side side) {
    return side.equals(blue) ? green : blue;
  }

  private record Side(Credential credential, TokenSource source) {}
}
