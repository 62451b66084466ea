package dev.keybearer.token.renewal;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.Recorder;
import dev.keybearer.token.Summary;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.background.Alarms;
import dev.keybearer.token.background.EventDelivery;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The token sources of a process: one for each credential, all sharing one alarm thread, a bounded
 * pool of threads that ask, one store and one recorder.
 *
 * <pre>{@code
 * try (TokenSources sources = TokenSources.open()) {
 *   TokenSource orders = sources.of(Credential.clientCredentials(issuer, "orders", Secrets.env("ORDERS_SECRET")));
 *   send(orders.get().authorizationHeader());
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class TokenSources implements AutoCloseable {
  /** More distinct credentials than this are taken for a leak of names, not for a wish. */
  private static final int MOST_CREDENTIALS = 1_000_000;

  private final ConcurrentHashMap<String, RenewingSource> sources = new ConcurrentHashMap<>();
  private final AtomicReference<Summary> released = new AtomicReference<>(Tally.sum(List.of()));
  private final Surroundings around;
  private final Lanes lanes;

  /** Sources that keep nothing across restarts and tell nobody. */
  public static TokenSources open() {
    return open(Options.STANDARD);
  }

  /** Sources with the given surroundings. */
  public static TokenSources open(Options options) {
    return new TokenSources(options);
  }

  private TokenSources(Options options) {
    TimeSource time = options.time();
    EventDelivery events = EventDelivery.start(options.recorder(), time);
    this.around =
        new Surroundings(
            time,
            options.store(),
            events,
            new Fingerprinter(options.fingerprintKey()),
            Alarms.start(time, this::clockMoved),
            () -> ThreadLocalRandom.current().nextDouble(),
            ThreadLocalRandom.current().nextLong());
    this.lanes = new Lanes(time, around.random());
  }

  /**
   * The source of a credential; the same for the same credential.
   *
   * @throws IllegalArgumentException when another credential has this name already
   */
  public TokenSource of(Credential credential) {
    RenewingSource known = sources.get(credential.name());
    if (known == null) {
      if (sources.size() >= MOST_CREDENTIALS) {
        throw new IllegalStateException(
            "more than " + MOST_CREDENTIALS + " credentials: close sources that are not needed");
      }
      known = sources.computeIfAbsent(credential.name(), name -> source(credential));
    }
    requireSame(known, credential);
    return known;
  }

  /** Renews a credential's token now, however fresh it is. */
  public void renew(Credential credential, Duration patience) {
    Trouble trouble = source(credential.name()).renewNow(patience);
    if (trouble != null) {
      throw trouble.failure(null);
    }
  }

  /**
   * Brings in a new client secret: it is proved by getting and checking a token, and until then the
   * old one stays in use.
   *
   * @return whether the new secret works and is in use; false when the issuer does not take it yet,
   *     in which case it is tried again with every renewal
   * @throws TokenFailure when the issuer could not be asked
   * @throws IllegalArgumentException when the credential has no shared secret
   * @throws IllegalStateException when another new secret is still unproven
   */
  public boolean rotate(Credential credential, SecretSource next, Duration patience) {
    RenewingSource source = source(credential.name());
    Boolean announced =
        source.between(patience, renewal -> pair(credential, renewal).announce(next));
    if (announced == null) {
      throw Trouble.outOfPatience(credential.name(), patience, null).failure(null);
    }
    if (!announced) {
      throw new IllegalStateException(
          "credential "
              + credential.name()
              + " is already being rotated to a secret that does not work yet: withdraw that"
              + " first");
    }
    renew(credential, patience);
    Boolean rotating = source.between(patience, renewal -> pair(credential, renewal).isRotating());
    return Boolean.FALSE.equals(rotating);
  }

  /** Gives up on a new client secret that does not work; the proven one stays. */
  public void withdraw(Credential credential, Duration patience) {
    source(credential.name())
        .between(
            patience,
            renewal -> {
              pair(credential, renewal).withdraw();
              return true;
            });
  }

  /**
   * Ends a credential's tokens: here at once, in the store, and at the issuer (RFC 7009). That
   * holds for what rests and nobody has asked for yet, too.
   *
   * @return whether the issuer confirmed; false when it offers no revocation or did not answer
   * @throws TokenFailure when it cannot be told what rests, or another act took too long
   */
  public boolean revoke(Credential credential, Duration patience) {
    RenewingSource source = source(credential.name());
    Token token = source.drop();
    Boolean confirmed = source.between(patience, Renewal::revoke);
    if (confirmed == null) {
      throw Trouble.outOfPatience(credential.name(), patience, null).failure(null);
    }
    source.drop();
    if (token != null) {
      around
          .events()
          .offer(new Event.TokenRevoked(around.time().wall(), credential.name(), token, confirmed));
    }
    return confirmed;
  }

  /**
   * Ends one source as closing ends all, and forgets it, so that another credential may have its
   * name; what rests in the store stays. A renewal under way ends first and what it brought is
   * kept, so that two sources never use one refresh token. A credential without a source is
   * released already.
   *
   * @param patience how long to wait for that; an issuer takes thirteen seconds at most
   * @return whether it ended; false when a renewal is still under way, or a new refresh token could
   *     not be kept: it gives no more tokens, and keeps its name until it is released again
   * @throws IllegalArgumentException when the source of this name is another credential's
   */
  public boolean release(Credential credential, Duration patience) {
    RenewingSource known = sources.get(credential.name());
    if (known == null) {
      return true;
    }
    requireSame(known, credential);
    if (!known.retire(patience)) {
      return false;
    }
    if (sources.remove(credential.name(), known)) {
      released.accumulateAndGet(
          known.state().summary(), (all, one) -> Tally.sum(List.of(all, one)));
      lanes.leave(credential, sources.values().stream().map(RenewingSource::credential));
    }
    return true;
  }

  /** How it stands with each source, by name; looking counts as no use and begins nothing. */
  public List<SourceState> states() {
    return sources.values().stream()
        .map(RenewingSource::state)
        .sorted(Comparator.comparing(SourceState::credential))
        .toList();
  }

  /** What has been asked of all issuers so far. */
  public Summary summary() {
    Stream<Summary> living = states().stream().map(SourceState::summary);
    return Tally.sum(Stream.concat(living, Stream.of(released.get())).toList());
  }

  /** What has been asked for one credential so far. */
  public Summary summary(Credential credential) {
    return source(credential.name()).state().summary();
  }

  /**
   * Begins no more renewals, lets go of everybody who waits, and lets renewals under way end: that
   * takes as long as an issuer takes to answer, thirteen seconds at most. What a full disk kept
   * from being kept is tried once more. May be called twice.
   */
  @Override
  public void close() {
    around.alarms().close();
    sources.values().forEach(RenewingSource::close);
    lanes.close();
    try {
      sources.values().forEach(RenewingSource::settle);
    } finally {
      around.events().close();
    }
  }

  private RenewingSource source(Credential credential) {
    return new RenewingSource(credential, around, lanes.to(credential));
  }

  private static void requireSame(RenewingSource known, Credential credential) {
    if (!known.credential().equals(credential)) {
      throw new IllegalArgumentException(
          "another credential is named " + credential.name() + " already");
    }
  }

  private RenewingSource source(String name) {
    RenewingSource known = sources.get(name);
    if (known == null) {
      throw new IllegalArgumentException("no source of " + name + " has been asked for yet");
    }
    return known;
  }

  private static SecretPair pair(Credential credential, Renewal renewal) {
    SecretPair pair = renewal.secrets().pair();
    if (pair == null) {
      throw new IllegalArgumentException(
          "credential " + credential.name() + " has no shared secret to rotate");
    }
    return pair;
  }

  /** In doubt time has passed: a wall clock that ran ahead makes every lease older. */
  private void clockMoved(long nanos) {
    if (nanos > 0) {
      sources.values().forEach(source -> source.age(nanos));
    }
    Event moved = new Event.ClockMoved(around.time().wall(), "process", Duration.ofNanos(nanos));
    around.events().offer(moved);
  }

  /**
   * What a process gives its sources.
   *
   * @param store where tokens rest between runs, or null to keep none
   * @param recorder who is told what happens
   * @param fingerprintKey what tokens are named with: the same key gives the same names in another
   *     process
   * @param time where time comes from
   */
  public record Options(
      @Nullable TokenStore store, Recorder recorder, Secret fingerprintKey, TimeSource time) {
    /** No store, nobody is told, names good for this process only. */
    public static final Options STANDARD =
        new Options(null, event -> {}, Secret.random(), TimeSource.system());

    /** The same with a store. */
    public Options withStore(TokenStore newStore) {
      return new Options(newStore, recorder, fingerprintKey, time);
    }

    /** The same with somebody who is told. */
    public Options withRecorder(Recorder newRecorder) {
      return new Options(store, newRecorder, fingerprintKey, time);
    }

    /** The same with names that other processes share. */
    public Options withFingerprintKey(Secret newKey) {
      return new Options(store, recorder, newKey, time);
    }

    /** The same with another time. */
    public Options withTime(TimeSource newTime) {
      return new Options(store, recorder, fingerprintKey, newTime);
    }
  }
}
