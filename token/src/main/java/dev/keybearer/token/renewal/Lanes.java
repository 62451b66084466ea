package dev.keybearer.token.renewal;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.budget.AskBudget;
import dev.keybearer.token.endpoint.TokenEndpoint;
import dev.keybearer.token.http.Exchange;
import dev.keybearer.token.http.JdkExchange;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The lanes to all issuers of a process, and the threads they share. */
final class Lanes implements AutoCloseable {
  /** Two issuers that hang, each holding its bound of threads, leave two more their full share. */
  private static final int MOST_THREADS = 4 * Lane.MOST_AT_ONCE;

  private static final long IDLE_SECONDS = 10;

  /** The longest that one answer takes, two seconds to check it, and one to keep what came. */
  private static final Duration LANDING = TokenEndpoint.LIMIT.plusSeconds(3);

  private final TimeSource time;
  private final DoubleSupplier random;
  private final ConcurrentHashMap<Way, Lane> lanes = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Issuer, AskBudget> budgets = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Optional<SSLContext>, Exchange> exchanges =
      new ConcurrentHashMap<>();
  private final ThreadPoolExecutor executor;

  Lanes(TimeSource time, DoubleSupplier random) {
    this.time = time;
    this.random = random;
    AtomicInteger number = new AtomicInteger();
    this.executor =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // holds at most one flight per running place of a lane
            task -> {
              Thread thread = new Thread(task, "keybearer-renewal-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** The lane of a credential: its issuer's, or one of its own when it shows a certificate. */
  Lane to(Credential credential) {
    Way way = new Way(credential.issuer(), TokenEndpoint.tls(credential));
    return lanes.computeIfAbsent(way, this::lane);
  }

  /**
   * Lets go of a way that none of these credentials takes any more, with its connections. The ways
   * without certificates of their own stay, and so does what an issuer asked for.
   */
  void leave(Credential left, Stream<Credential> others) {
    SSLContext tls = TokenEndpoint.tls(left);
    if (tls != null && others.noneMatch(other -> tls.equals(TokenEndpoint.tls(other)))) {
      lanes.keySet().removeIf(way -> tls.equals(way.tls()));
      exchanges.remove(Optional.of(tls));
    }
  }

  /** Lets flights land: a refresh token under way would otherwise lose its successor. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(LANDING.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private Lane lane(Way way) {
    Exchange exchange =
        exchanges.computeIfAbsent(
            Optional.ofNullable(way.tls()),
            tls -> JdkExchange.of(tls.orElse(null), null, time::nanos));
    AskBudget budget =
        budgets.computeIfAbsent(
            way.issuer(), issuer -> new AskBudget(issuer.limits(), time.nanos(), random));
    return new Lane(new TokenEndpoint(way.issuer(), exchange, time), budget, executor);
  }

  private record Way(Issuer issuer, @Nullable SSLContext tls) {}
}
