package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.FakeTime;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.RecordingRecorder;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulated issuer, a time that both sides share and a test moves, and the sources under test.
 */
@SuppressWarnings("exports") // the package is exported, its tests are not
public final class Scene implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(10);
  static final SecretSource SECRET = () -> Secret.of("s3cret");

  public final World world = World.open();
  public final SimulatedIssuer issuer = world.issuer("corp");
  public final FakeTime time;
  public final RecordingRecorder recorder = new RecordingRecorder();
  private @Nullable TokenStore store;
  private @Nullable TokenSources sources;

  /** An issuer with one client, and no process yet. */
  public Scene() {
    world.clock().freeze();
    time = new FakeTime(world.clock().instant());
    issuer.client("svc").secret("s3cret");
    issuer.habits().tokenLife(Duration.ofSeconds(100));
  }

  Scene withStore(TokenStore newStore) {
    store = newStore;
    return this;
  }

  /** The process under test, started at its first use. */
  public TokenSources sources() {
    if (sources == null) {
      TokenSources.Options options =
          TokenSources.Options.STANDARD.withTime(time).withRecorder(recorder);
      sources = TokenSources.open(store == null ? options : options.withStore(store));
    }
    return sources;
  }

  /** The process ends and another begins; the store stays. */
  void restart() {
    sources().close();
    sources = null;
  }

  Issuer issuer() {
    return Issuer.oauth2(
        new Endpoints(
            issuer.tokenEndpoint(),
            issuer.authorizationEndpoint(),
            issuer.deviceAuthorizationEndpoint(),
            issuer.revocationEndpoint()));
  }

  public Credential credential() {
    return Credential.clientCredentials(issuer(), "svc", SECRET);
  }

  Credential refreshing(String refreshToken) {
    SecretSource seed = () -> Secret.of(refreshToken);
    Credential.Client client = new Credential.Client("svc", new ClientAuthentication.Basic(SECRET));
    return Credential.of("ada", issuer(), new Grant.RefreshToken(seed), client);
  }

  public TokenSource source() {
    return sources().of(credential());
  }

  /** Time passes for everybody. */
  public void advance(Duration by) {
    world.clock().advance(by);
    time.advance(by);
  }

  /** Lets time pass in steps until something is so; false when it never was. */
  boolean passUntil(Duration most, Duration step, BooleanSupplier done) {
    for (Duration passed = Duration.ZERO; passed.compareTo(most) <= 0; passed = passed.plus(step)) {
      if (recorder.isSoWithin(Duration.ofMillis(20), done)) {
        return true;
      }
      advance(step);
    }
    return recorder.isSoWithin(PATIENCE, done);
  }

  /** A token as soon as budgets allow one: time passes until then. */
  Token eventually(TokenSource source) {
    AtomicReference<@Nullable Token> found = new AtomicReference<>();
    passUntil(
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        () -> {
          try {
            found.set(source.get(Duration.ZERO));
          } catch (TokenFailure e) {
            found.set(null);
          }
          return found.get() != null;
        });
    return Objects.requireNonNull(found.get(), "no token came");
  }

  /** Waits in real time until the token of this generation is given out. */
  Token awaitGeneration(TokenSource source, long generation) {
    boolean there =
        recorder.isSoWithin(PATIENCE, () -> source.get(PATIENCE).generation() >= generation);
    assertThat(there).as("generation %s is given out", generation).isTrue();
    return source.get();
  }

  public int asked() {
    return issuer.referee().count(Endpoint.TOKEN);
  }

  void awaitAsked(int requests) throws InterruptedException {
    if (!issuer.referee().await(Endpoint.TOKEN, requests, PATIENCE)) {
      throw new AssertionError("the issuer was asked " + asked() + " times, not " + requests);
    }
  }

  /** Releases many callers through one gate; what each of them got. */
  public static <T> List<Future<T>> callers(int count, Callable<T> call)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(count);
    CountDownLatch ready = new CountDownLatch(count);
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<T>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(
          pool.submit(
              () -> {
                ready.countDown();
                gate.await();
                return call.call();
              }));
    }
    ready.await();
    gate.countDown();
    pool.shutdown();
    return results;
  }

  @Override
  public void close() {
    if (sources != null) {
      sources.close();
    }
    world.close();
  }
}
