package dev.keybearer.gateway.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.keybearer.gateway.call.Ground;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Rotation;
import dev.keybearer.gateway.exchange.Rotation.Outcome;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.health.CredentialState;
import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.scene.PastCall;
import dev.keybearer.gateway.scene.Ways;
import dev.keybearer.token.Event;
import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is counted, and under which names. */
class MetersTest {
  private static final String CLIENT = "192.0.2.7";

  private final FakeTime time = new FakeTime(PastCall.START);
  private final Meters meters = Meters.open(time);

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void countsCallsByRouteStatusAndGround() {
    call().tell(meters.calls()).tell(meters.calls());
    call().ending(Ending.How.WHOLE, 302, 0, 0).tell(meters.calls());
    call().refused(Ground.TOKEN_REFUSED, "expired").tell(meters.calls());
    PastCall.from(time, CLIENT, "/x").refused(Ground.NO_ROUTE, "none").tell(meters.calls());

    assertThat(scrape("keybearer_calls"))
        .containsOnly(
            entry(calls("passed", "orders", "2xx"), 2.0),
            entry(calls("passed", "orders", "3xx"), 1.0),
            entry(calls("token_refused", "orders", "4xx"), 1.0),
            entry(calls("no_route", "none", "4xx"), 1.0));
  }

  @ParameterizedTest
  @CsvSource({"0, none", "99, none", "100, 1xx", "199, 1xx", "599, 5xx", "600, none", "999, none"})
  void knowsTheClassOfEveryStatus(int status, String expected) {
    call().ending(Ending.How.CALLER_LEFT, status, 0, 0).tell(meters.calls());

    assertThat(scrape("keybearer_calls")).containsOnlyKeys(calls("passed", "orders", expected));
  }

  @ParameterizedTest
  @EnumSource
  void countsEveryGround(Ground ground) {
    call().refused(ground, "why").tell(meters.calls());

    String status = ground.status() / 100 + "xx";
    assertThat(scrape("keybearer_calls")).containsOnlyKeys(calls(ground.word(), "orders", status));
  }

  @Test
  void sortsDurationsIntoBucketsThatIncludeTheirBound() {
    after(Duration.ofMillis(1));
    after(Duration.ofMillis(1).plusNanos(1));
    after(Duration.ofSeconds(30));
    after(Duration.ofSeconds(30).plusNanos(1));

    Map<String, Double> samples = scrape("keybearer_call_duration_seconds");
    assertThat(samples)
        .contains(
            entry(bucket("0.001"), 1.0),
            entry(bucket("0.002"), 2.0),
            entry(bucket("5.0"), 2.0),
            entry(bucket("30.0"), 3.0),
            entry(bucket("+Inf"), 4.0),
            entry("keybearer_call_duration_seconds_count{route=\"orders\"}", 4.0))
        .containsKey("keybearer_call_duration_seconds_max{route=\"orders\"}");
    assertThat(samples.keySet().stream().filter(name -> name.contains("_bucket"))).hasSize(13);
  }

  @Test
  void countsWhatAReportingRouteWouldHaveRefused() {
    PastCall.from(time, CLIENT, "/a")
        .reported("orders", Ground.TOKEN_REFUSED, "expired")
        .tell(meters.calls());

    assertThat(scrape("keybearer_reported"))
        .containsOnly(entry("keybearer_reported_total{route=\"orders\"}", 1.0));
    assertThat(scrape("keybearer_calls")).containsOnlyKeys(calls("passed", "orders", "2xx"));
  }

  @Test
  void countsHowAttemptsToRotateATunnelEnd() {
    var rules = new Rotation.Rules(1, true, Duration.ofSeconds(1));
    call()
        .with(Ways.rotating(rules))
        .rotated(meters.calls(), Outcome.FAILED)
        .rotated(meters.calls(), Outcome.CHANGED)
        .rotated(meters.calls(), Outcome.CHANGED);

    assertThat(scrape("keybearer_tunnel_rotations"))
        .containsOnly(
            entry(rotations("changed"), 2.0),
            entry(rotations("refused"), 0.0),
            entry(rotations("failed"), 1.0),
            entry(rotations("crowded"), 0.0),
            entry(rotations("abandoned"), 0.0),
            entry(rotations("unrepeatable"), 0.0));
  }

  @Test
  void showsRotationsAtNoughtOnceARouteThatRotatesWasCalledAndOfNoOther() {
    call().tell(meters.calls());
    assertThat(scrape("keybearer_tunnel_rotations")).isEmpty();

    call()
        .with(Ways.rotating(new Rotation.Rules(1, true, Duration.ofSeconds(1))))
        .tell(meters.calls());
    assertThat(scrape("keybearer_tunnel_rotations")).hasSize(6).containsValue(0.0);
  }

  private static String rotations(String outcome) {
    return "keybearer_tunnel_rotations_total{outcome=\"" + outcome + "\",route=\"orders\"}";
  }

  @Test
  void countsOctetsBothWays() {
    call().ending(Ending.How.WHOLE, 200, 5, 512).tell(meters.calls()).tell(meters.calls());

    assertThat(scrape("keybearer_"))
        .contains(
            entry("keybearer_received_bytes_total{route=\"orders\"}", 10.0),
            entry("keybearer_sent_bytes_total{route=\"orders\"}", 1_024.0));
  }

  @ParameterizedTest
  @EnumSource
  void countsWhatWasNoRequest(WireFault fault) {
    Answer answer = new Answer(fault.status(), List.of(), "{}", true);
    meters.calls().malformed(fault, PastCall.address(CLIENT), answer);

    String word = fault.name().toLowerCase(java.util.Locale.ROOT);
    assertThat(scrape("keybearer_malformed"))
        .hasSize(WireFault.values().length)
        .containsEntry("keybearer_malformed_total{fault=\"" + word + "\"}", 1.0);
  }

  @ParameterizedTest
  @EnumSource
  void showsEveryReading(Reading reading) {
    double[] now = {3};
    meters.watch(reading, () -> now[0]);
    assertThat(scrape("keybearer_")).containsValue(3.0);

    now[0] = 7;
    assertThat(scrape("keybearer_")).containsValue(7.0);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnShowingAReadingThatNobodyElseHolds(Reading reading) {
    double[] now = {3};
    meters.watch(reading, () -> now[0]);
    collectGarbage();
    now[0] = 7;

    assertThat(scrape("keybearer_")).containsValue(7.0);
  }

  private static void collectGarbage() {
    var garbage = new WeakReference<>(new Object());
    for (int i = 0; i < 100 && garbage.get() != null; i++) {
      System.gc();
    }
  }

  @Test
  void namesReadingsByTheirKind() {
    for (Reading reading : Reading.values()) {
      meters.watch(reading, () -> 1);
    }

    assertThat(scrape("keybearer_"))
        .containsKeys(
            "keybearer_waiting_calls",
            "keybearer_client_connections",
            "keybearer_upstream_connections",
            "keybearer_idle_connections",
            "keybearer_tunnels",
            "keybearer_turned_away_total",
            "keybearer_entries_lost_total",
            "keybearer_access_lines_lost_total",
            "keybearer_token_file_failures_total",
            "keybearer_revocations",
            "keybearer_revocation_lag_seconds");
  }

  @Test
  void countsWhatHappensToCredentials() {
    Instant at = time.wall();
    Token token =
        Token.of("Bearer", "x", new Fingerprint("f"), new Token.Terms(1, at, Scopes.none()));
    meters.events().record(new Event.TokenRenewed(at, "c", token, Duration.ZERO));
    meters.events().record(new Event.TokenRenewed(at, "c", token, Duration.ZERO));
    meters.events().record(new Event.RenewalFailed(at, "c", TokenFailure.Kind.REFUSED, "no", null));
    meters.events().record(new Event.RateLimited(at, "c", at));
    meters.events().record(new Event.SecretRotated(at, "c"));
    meters.events().record(new Event.SecretRotationFailed(at, "d", "no"));
    meters.events().record(new Event.EventsLost(at, "process", 4));
    meters.events().record(new Event.TokenRejected(at, "c", token));

    assertThat(scrape("keybearer_"))
        .contains(
            entry("keybearer_renewals_total{credential=\"c\",outcome=\"succeeded\"}", 2.0),
            entry("keybearer_renewals_total{credential=\"c\",outcome=\"failed\"}", 1.0),
            entry("keybearer_rate_limited_total{credential=\"c\"}", 1.0),
            entry("keybearer_secret_rotations_total{credential=\"c\",outcome=\"succeeded\"}", 1.0),
            entry("keybearer_secret_rotations_total{credential=\"d\",outcome=\"failed\"}", 1.0),
            entry("keybearer_events_lost_total", 4.0));
  }

  @Test
  void showsHowLongTokensLiveOn() {
    List<CredentialState> states = new ArrayList<>();
    meters.watchCredentials(() -> List.copyOf(states));
    states.add(new CredentialState("c", true, true, time.wall().plusMillis(90_500)));
    states.add(new CredentialState("gone", true, false, time.wall().minusSeconds(1)));
    states.add(new CredentialState("none", false, false, null));

    assertThat(scrape("keybearer_token_"))
        .containsOnly(
            entry("keybearer_token_remaining_seconds{credential=\"c\"}", 90.5),
            entry("keybearer_token_remaining_seconds{credential=\"gone\"}", 0.0),
            entry("keybearer_token_usable{credential=\"c\"}", 1.0),
            entry("keybearer_token_usable{credential=\"gone\"}", 0.0),
            entry("keybearer_token_usable{credential=\"none\"}", 0.0));
    assertThat(scrape("keybearer_renewals")).hasSize(6).containsValue(0.0);

    states.removeFirst();
    assertThat(scrape("keybearer_token_")).hasSize(3);
  }

  @Test
  void showsTheMachine() {
    assertThat(Exposition.read(meters.scrape()).metrics())
        .contains(
            "jvm_memory_used_bytes",
            "jvm_gc_memory_allocated_bytes_total",
            "jvm_threads_live_threads",
            "process_files_open_files",
            "process_uptime_seconds");
  }

  /** A name that is hostile to the format stays inside its label. */
  @Test
  void escapesNames() {
    String hostile = "a\"} 1\nkeybearer_forged 1\\";
    meters.watchCredentials(() -> List.of(new CredentialState(hostile, true, true, null)));
    PastCall.from(time, CLIENT, "/a").on(hostile).tell(meters.calls());

    assertThat(scrape("keybearer_forged")).isEmpty();
    assertThat(scrape("keybearer_token_usable"))
        .containsOnlyKeys(
            "keybearer_token_usable{credential=\"a\\\"} 1\\nkeybearer_forged 1\\\\\"}");
  }

  @Test
  void losesNoCallOfManyThreads() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofPlatform().start(() -> tellAt(gate, 1_000)));
    }
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(scrape("keybearer_calls"))
        .containsOnly(entry(calls("passed", "orders", "2xx"), 8_000.0));
  }

  private void tellAt(CountDownLatch gate, int count) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    PastCall call = call();
    for (int i = 0; i < count; i++) {
      call.tell(meters.calls());
    }
  }

  private PastCall call() {
    return PastCall.from(time, CLIENT, "/orders").on("orders");
  }

  private void after(Duration duration) {
    PastCall call = call();
    time.advance(duration);
    call.tell(meters.calls());
  }

  /** The samples whose names begin like this; the whole text is checked. */
  private Map<String, Double> scrape(String prefix) {
    Map<String, Double> samples = new java.util.LinkedHashMap<>();
    Exposition.read(meters.scrape())
        .samples()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                samples.put(name, value);
              }
            });
    return samples;
  }

  private static String calls(String ground, String route, String status) {
    return "keybearer_calls_total{ground=\"%s\",route=\"%s\",status=\"%s\"}"
        .formatted(ground, route, status);
  }

  private static String bucket(String bound) {
    return "keybearer_call_duration_seconds_bucket{route=\"orders\",le=\"" + bound + "\"}";
  }
}
