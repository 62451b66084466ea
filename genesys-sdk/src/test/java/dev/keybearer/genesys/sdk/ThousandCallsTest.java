package dev.keybearer.genesys.sdk;

import static dev.keybearer.genesys.sdk.SdkScene.tokensMe;
import static org.assertj.core.api.Assertions.assertThat;

import com.mypurecloud.sdk.v2.ApiClient;
import com.mypurecloud.sdk.v2.model.TokenInfo;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.Fault;
import dev.keybearer.simulator.RecordedRequest;
import dev.keybearer.simulator.RetryAfter;
import dev.keybearer.token.Event;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The official SDK through a day in the life of its tokens, in seconds: 1,000 calls at once and
 * 1,000 that are not, while tokens end, one is revoked early, the API throttles with {@code
 * retry-after} in small letters, and the issuer is down for longer than a renewal. No call fails,
 * and each rotation costs one request for a token.
 */
@Timeout(60)
class ThousandCallsTest {
  private static final int CALLS = 1_000;

  /** All calls take eight seconds: four lives of a token. */
  private static final Duration PACE = Duration.ofMillis(8);

  private static final Duration LIFE = Duration.ofSeconds(3);
  private static final Duration THROTTLE = Duration.ofMillis(200);
  private static final Duration OUTAGE = Duration.ofMillis(1_600);

  private final SdkScene scene = new SdkScene();
  private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService callers = Executors.newFixedThreadPool(8);
  private final List<Future<TokenInfo>> atOnce = new ArrayList<>();
  private final List<Future<TokenInfo>> later = new ArrayList<>();
  private final RecordingCallback<TokenInfo> callback = new RecordingCallback<>(CALLS);

  @AfterEach
  void close() throws IOException {
    pacer.shutdownNow();
    callers.shutdownNow();
    scene.close();
  }

  @Test
  void noCallFailsThatAFreshTokenCouldSave() throws Exception {
    scene.genesys.habits().tokenLife(LIFE);
    scene.genesys.quirks().lowerCaseHeaders().apiRetryAfter(RetryAfter.seconds(1));
    TokenSource source = scene.source();
    source.get();

    callAll(scene.client(), source);
    for (Future<TokenInfo> each : atOnce) {
      assertThat(each.get(30, TimeUnit.SECONDS).getOrganization()).isNotNull();
    }
    for (Future<TokenInfo> each : later) {
      assertThat(each.get(30, TimeUnit.SECONDS).getOrganization()).isNotNull();
    }
    assertThat(callback.await()).isTrue();

    assertThat(callback.failed).isEmpty();
    assertThat(callback.completed).hasSize(CALLS);
    assertThat(scene.answered(Endpoint.TOKENS_ME, 200)).isEqualTo(2 * CALLS);
    assertThat(scene.answered(Endpoint.TOKENS_ME, 401)).isPositive();
    assertThat(scene.answered(Endpoint.TOKENS_ME, 429)).isPositive();
    assertThat(scene.answered(Endpoint.TOKEN, 503)).isPositive();
    scene.sources.close(); // what is under way ends, and is told
    assertOneRequestForEachRotation();
  }

  /** What the issuer gave out, what the source took for new, and what the API saw, are the same. */
  private void assertOneRequestForEachRotation() {
    Set<String> seen = new HashSet<>();
    for (RecordedRequest request : scene.requests(Endpoint.TOKENS_ME)) {
      seen.add(String.valueOf(request.headers().get("Authorization")));
    }
    long minted = scene.answered(Endpoint.TOKEN, 200);
    long renewed = scene.events.stream().filter(Event.TokenRenewed.class::isInstance).count();

    assertThat(minted).isGreaterThanOrEqualTo(4);
    assertThat(renewed).describedAs("%s", scene.events).isEqualTo(minted);
    assertThat((long) seen.size())
        .describedAs("the last one may not be used yet")
        .isBetween(minted - 1, minted);
  }

  private void callAll(ApiClient client, TokenSource source) throws InterruptedException {
    Semaphore ticks = new Semaphore(0);
    tick(ticks);
    for (int number = 0; number < CALLS; number++) {
      ticks.acquire();
      atOnce.add(callers.submit(() -> tokensMe(client)));
      later.add(tokensMe(client, callback));
      if (number == CALLS / 5) {
        revoke(source.peek());
      }
      if (number == CALLS * 2 / 5) {
        throttle();
      }
      if (number == CALLS * 3 / 5) {
        bringDownIssuer();
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the pacer
  private void tick(Semaphore ticks) {
    pacer.scheduleAtFixedRate(ticks::release, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a test that waits for its effect sees if it fails
  private void after(Duration pause, Runnable act) {
    pacer.schedule(act, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void revoke(@Nullable Token token) {
    scene.genesys.revoke(Objects.requireNonNull(token, "there is no token now").value());
  }

  /** No request is allowed for as long as it takes to notice. */
  private void throttle() throws InterruptedException {
    scene.genesys.quirks().requestsPerMinute(0);
    int before = scene.genesys.referee().count(Endpoint.TOKENS_ME);
    assertThat(scene.genesys.referee().await(Endpoint.TOKENS_ME, before + 1, Duration.ofSeconds(9)))
        .isTrue();
    after(THROTTLE, () -> scene.genesys.quirks().requestsPerMinute(1_000_000));
  }

  private void bringDownIssuer() {
    scene.genesys.faults().always(Endpoint.TOKEN, Fault.status(503));
    after(OUTAGE, scene.genesys.faults()::clear);
  }
}
