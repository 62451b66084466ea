package dev.keybearer.token.verification;

import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.ReceiptCheck;
import dev.keybearer.token.Recorder;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.background.Alarms;
import dev.keybearer.token.background.EventDelivery;
import dev.keybearer.token.http.JdkExchange;
import dev.keybearer.token.secret.Secret;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The verifiers of a process, all sharing the keys of their issuers and the threads that fetch
 * them.
 *
 * <pre>{@code
 * try (Verifiers verifiers = Verifiers.open()) {
 *   Verifier orders = verifiers.of(Expectation.of(Issuer.oidc("https://sso.example.com"), "orders"));
 *   if (orders.judge(Presentation.bearer(text), patience) instanceof Verified verified) {
 *     serve(verified.claims().subject());
 *   }
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class Verifiers implements AutoCloseable {
  /**
   * Issuers that hang hold a thread each for ten seconds at most. Keys are fetched and tokens asked
   * about on different ones, so that an issuer that does not say what a token is keeps nobody from
   * the keys of another.
   */
  private static final int MOST_THREADS = 16;

  /** Questions that wait for a thread; beyond that asking fails at once. */
  private static final int MOST_WAITING = 1_000;

  private static final long IDLE_SECONDS = 10;

  private final Options options;
  private final Means means;
  private final Possession possession;
  private final ThreadPoolExecutor fetching;
  private final ThreadPoolExecutor asking;
  private final ConcurrentHashMap<Source, Keyring> keyrings = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Set<Expectation>, Verifier> verifiers = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Expectation, ReceiptCheck> receipts = new ConcurrentHashMap<>();

  /** Verifiers for which nothing is ever revoked and that tell nobody. */
  public static Verifiers open() {
    return open(Options.STANDARD);
  }

  /** Verifiers with the given surroundings. */
  public static Verifiers open(Options options) {
    return new Verifiers(options);
  }

  private Verifiers(Options options) {
    this.options = options;
    TimeSource time = options.time();
    this.possession = new Possession(options.proofs(), time);
    this.fetching = executor("keybearer-keys-");
    this.asking = executor("keybearer-ask-");
    this.means =
        new Means(
            time,
            fetching,
            Alarms.start(time, this::clockMoved),
            EventDelivery.start(options.recorder(), time),
            new Fingerprinter(options.fingerprintKey()),
            () -> ThreadLocalRandom.current().nextDouble(),
            options.tolerance(),
            new AtomicLong());
  }

  private static ThreadPoolExecutor executor(String name) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, name + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * The verifier of tokens that meet one of these expectations; the same for the same. Begins to
   * fetch the keys.
   *
   * @throws IllegalArgumentException when two of them are about the same tokens
   */
  public Verifier of(Expectation first, Expectation... others) {
    Set<Expectation> expectations = new java.util.LinkedHashSet<>(List.of(others));
    expectations.add(first);
    return of(expectations);
  }

  /** The verifier of tokens that meet one of these expectations. */
  public Verifier of(Collection<Expectation> expectations) {
    return verifiers.computeIfAbsent(Set.copyOf(expectations), this::verifier);
  }

  /**
   * A check of the tokens that our own sources obtain: their issuer, audience, scopes and end have
   * to be what is expected. Clocks may differ by a minute, since a source goes by the life of a
   * token and not by its end; what a token is bound to is not looked at. The same for the same.
   */
  public ReceiptCheck onReceipt(Expectation expectation) {
    return receipts.computeIfAbsent(expectation, this::receipt);
  }

  private ReceiptCheck receipt(Expectation expectation) {
    Times times = expectation.times().withLeeway(Times.CEILING).withAhead(Times.CEILING);
    Panel panel = new Panel(Set.of(expectation.withTimes(times)), bench());
    Binding held = (claims, presented) -> null; // we do not present it, we got it
    return new ExpectedOnReceipt(
        new Verifier(panel, held, means.fingerprinter(), options.withMostVerdicts(0)));
  }

  /**
   * The nonce to send as {@code DPoP-Nonce}, with every answer and above all with a refusal for
   * {@link Reason#NONCE}; null when proofs need none.
   */
  public @Nullable String nonce() {
    return possession.nonce();
  }

  /** How it stands with the keys of every issuer. */
  public List<KeyringState> keyrings() {
    return keyrings.values().stream().map(Keyring::state).toList();
  }

  /**
   * Forgets the keys of an issuer at once, with every verdict that rests on them (V18). The issuer
   * is known by its identity, or by its name where it has none.
   *
   * @return how many sets of its keys there were
   */
  public int purge(Issuer issuer) {
    int purged = 0;
    for (Map.Entry<Source, Keyring> entry : keyrings.entrySet()) {
      if (isSame(entry.getKey().issuer(), issuer)) {
        entry.getValue().purge();
        purged++;
      }
    }
    return purged;
  }

  private static boolean isSame(Issuer one, Issuer other) {
    return one.identity() == null
        ? one.name().equals(other.name())
        : one.identity().equals(other.identity());
  }

  /** Fetches no more keys, asks nobody any more. May be called twice. */
  @Override
  public void close() {
    means.alarms().close();
    fetching.shutdownNow();
    asking.shutdownNow();
    means.events().close();
  }

  private Verifier verifier(Set<Expectation> expectations) {
    Panel panel = new Panel(expectations, bench());
    return new Verifier(panel, new Bound(possession), means.fingerprinter(), options);
  }

  private Panel.Bench bench() {
    return new Panel.Bench() {
      @Override
      public Judge judge(Expectation expectation) {
        return new Judge(expectation, keyring(expectation));
      }

      @Override
      public @Nullable AskedTokens asked(Expectation expectation) {
        TokenCheck check = expectation.check();
        return check == null
            ? null
            : new AskedTokens(
                expectation, check, means.withExecutor(asking), options.mostVerdicts());
      }
    };
  }

  /** In doubt time has passed, and a withdrawn key would be believed for too long. */
  private void clockMoved(long nanos) {
    if (nanos > 0) {
      keyrings.values().forEach(Keyring::ageUnseen);
    }
  }

  private Keyring keyring(Expectation expectation) {
    Keys keys = expectation.keys();
    if (keys == null) {
      throw new IllegalArgumentException("there are no keys of " + expectation.issuer().name());
    }
    Keyring keyring =
        keyrings.computeIfAbsent(
            new Source(expectation.issuer(), keys),
            source -> new Keyring(source.issuer().name(), fetch(source), means));
    keyring.warm();
    return keyring;
  }

  private KeyFetch fetch(Source source) {
    Keys keys = source.keys();
    if (keys instanceof Keys.Given given) {
      return GivenKeys.of(given);
    }
    if (keys instanceof Keys.Shared shared) {
      return GivenKeys.of(shared);
    }
    JdkExchange exchange = JdkExchange.of(source.issuer().trust(), null, options.time()::nanos);
    return new PublishedKeys(source.issuer(), (Keys.Published) keys, exchange, options.time());
  }

  private record Source(Issuer issuer, Keys keys) {}

  /**
   * What a process gives its verifiers.
   *
   * @param revocations knows which tokens were ended early
   * @param recorder who is told what happens
   * @param fingerprintKey what tokens are named with in events
   * @param proofs how DPoP proofs are judged
   * @param tolerance how long keys are believed after asking for them again was due
   * @param mostVerdicts how many verdicts each verifier remembers; 0 judges every token anew
   * @param time where time comes from
   */
  public record Options(
      Revocations revocations,
      Recorder recorder,
      Secret fingerprintKey,
      Proofs proofs,
      Duration tolerance,
      int mostVerdicts,
      TimeSource time) {
    /** An outage of an hour is survived; no outage is survived for more than a day (V16). */
    private static final Duration LONGEST_TOLERANCE = Duration.ofHours(24);

    /** Nothing is revoked, nobody is told, and an hour without keys is survived. */
    public static final Options STANDARD =
        new Options(
            Revocations.none(),
            event -> {},
            Secret.random(),
            Proofs.STANDARD,
            Duration.ofHours(1),
            10_000,
            TimeSource.system());

    /** Options within their bounds. */
    public Options {
      if (tolerance.isNegative() || tolerance.compareTo(LONGEST_TOLERANCE) > 0) {
        throw new IllegalArgumentException("tolerance is " + tolerance + ": use 0 to 24 hours");
      }
      if (mostVerdicts < 0) {
        throw new IllegalArgumentException("mostVerdicts is " + mostVerdicts + ": use 0 or more");
      }
    }

    /** The same with somebody who knows what was revoked. */
    public Options withRevocations(Revocations newRevocations) {
      return new Options(
          newRevocations, recorder, fingerprintKey, proofs, tolerance, mostVerdicts, time);
    }

    /** The same with somebody who is told. */
    public Options withRecorder(Recorder newRecorder) {
      return new Options(
          revocations, newRecorder, fingerprintKey, proofs, tolerance, mostVerdicts, time);
    }

    /** The same with names that other processes share. */
    public Options withFingerprintKey(Secret newKey) {
      return new Options(revocations, recorder, newKey, proofs, tolerance, mostVerdicts, time);
    }

    /** The same, judging DPoP proofs like this. */
    public Options withProofs(Proofs newProofs) {
      return new Options(
          revocations, recorder, fingerprintKey, newProofs, tolerance, mostVerdicts, time);
    }

    /** The same, surviving this long an outage of an issuer's keys. */
    public Options withTolerance(Duration newTolerance) {
      return new Options(
          revocations, recorder, fingerprintKey, proofs, newTolerance, mostVerdicts, time);
    }

    /** The same, remembering this many verdicts for each verifier. */
    public Options withMostVerdicts(int newMost) {
      return new Options(revocations, recorder, fingerprintKey, proofs, tolerance, newMost, time);
    }

    /** The same with another time. */
    public Options withTime(TimeSource newTime) {
      return new Options(
          revocations, recorder, fingerprintKey, proofs, tolerance, mostVerdicts, newTime);
    }
  }
}
