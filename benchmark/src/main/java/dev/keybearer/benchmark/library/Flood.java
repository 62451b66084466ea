package dev.keybearer.benchmark.library;

import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.Spread;
import dev.keybearer.simulator.Endpoint;
import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.World;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.verification.Expectation;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.VerificationFailure;
import dev.keybearer.token.verification.Verified;
import dev.keybearer.token.verification.Verifier;
import dev.keybearer.token.verification.Verifiers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What somebody who sends a thousand key ids a second that nobody knows costs everybody else: good
 * tokens are judged in a loop, in turn with and without him.
 */
public final class Flood {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final int STRANGERS_EACH_SECOND = 1_000;
  private static final int TOKENS = 100;
  private static final int SAMPLES = 1 << 20;

  private final Report report;
  private final int rounds;

  public Flood(Report report, int rounds) {
    this.report = report;
    this.rounds = rounds;
  }

  /** Runs all rounds and prints the table. */
  public void run() throws InterruptedException {
    try (World world = World.open()) {
      SimulatedIssuer issuer = world.issuer("corp");
      issuer.client("app").audience("orders");
      String[] tokens = new String[TOKENS];
      Arrays.setAll(tokens, index -> issuer.mint("app"));
      report.circumstances();
      report.head("verdicts", "strangers", "judged/s", "median ns", "p99 ns", "fetches");
      measure(issuer, tokens, Verifiers.Options.STANDARD, "kept");
      measure(issuer, tokens, Verifiers.Options.STANDARD.withMostVerdicts(0), "not kept");
    }
  }

  private void measure(
      SimulatedIssuer issuer, String[] tokens, Verifiers.Options options, String verdicts)
      throws InterruptedException {
    List<Round> alone = new ArrayList<>();
    List<Round> flooded = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      for (boolean strangers : new boolean[] {false, true}) {
        try (Verifiers verifiers = Verifiers.open(options)) {
          Verifier verifier =
              verifiers.of(Expectation.of(Issuer.oidc(issuer.uri().toString()), "orders"));
          Round measured = round(issuer, verifier, tokens, strangers);
          if (round > 0) { // the first warms up
            (strangers ? flooded : alone).add(measured);
          }
        }
      }
    }
    row(verdicts, "0", alone);
    row(verdicts, String.valueOf(STRANGERS_EACH_SECOND), flooded);
  }

  private Round round(SimulatedIssuer issuer, Verifier verifier, String[] tokens, boolean flood)
      throws InterruptedException {
    judge(verifier, tokens[0]); // the keys are there
    int before = issuer.referee().count(Endpoint.JWKS);
    long end = System.nanoTime() + ROUND.toNanos();
    Thread stranger = new Thread(() -> strangers(issuer, verifier, end));
    if (flood) {
      stranger.start();
    }
    long[] samples = new long[SAMPLES];
    long count = 0;
    for (long now = System.nanoTime(); now - end < 0; count++) {
      judge(verifier, tokens[(int) (count % TOKENS)]);
      long then = System.nanoTime();
      samples[(int) (count % SAMPLES)] = then - now;
      now = then;
    }
    stranger.join();
    long[] sorted = Arrays.copyOf(samples, (int) Math.min(count, SAMPLES));
    Arrays.sort(sorted);
    return new Round(
        (double) count / ROUND.toSeconds(),
        sorted[sorted.length / 2],
        sorted[(int) (sorted.length * 0.99)],
        issuer.referee().count(Endpoint.JWKS) - before);
  }

  private static void judge(Verifier verifier, String token) {
    if (!(verifier.judge(Presentation.bearer(token), PATIENCE) instanceof Verified)) {
      throw new IllegalStateException("a good token was refused");
    }
  }

  private static void strangers(SimulatedIssuer issuer, Verifier verifier, long end) {
    long step = TimeUnit.SECONDS.toNanos(1) / STRANGERS_EACH_SECOND;
    for (long next = System.nanoTime(); next - end < 0; next += step) {
      String token = unknown(issuer.uri());
      LockSupport.parkNanos(next - System.nanoTime());
      if (isAccepted(verifier, token)) {
        throw new IllegalStateException("a stranger was accepted");
      }
    }
  }

  private static boolean isAccepted(Verifier verifier, String token) {
    try {
      return verifier.judge(Presentation.bearer(token), PATIENCE) instanceof Verified;
    } catch (VerificationFailure nobodyCanTell) {
      return false; // that is the answer until keys may be looked for again
    }
  }

  private static String unknown(URI issuer) {
    return text("{\"alg\":\"ES256\",\"kid\":\"" + UUID.randomUUID() + "\"}")
        + "."
        + text("{\"iss\":\"" + issuer + "\"}")
        + "."
        + text("0".repeat(64));
  }

  private static String text(String part) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(part.getBytes(StandardCharsets.UTF_8));
  }

  private void row(String verdicts, String strangers, List<Round> measured) {
    report.row(
        List.of(
            verdicts,
            strangers,
            spread(measured.stream().mapToDouble(Round::rate).toArray()),
            spread(measured.stream().mapToDouble(Round::median).toArray()),
            spread(measured.stream().mapToDouble(Round::late).toArray()),
            spread(measured.stream().mapToDouble(Round::fetches).toArray())));
  }

  private static String spread(double... figures) {
    return Spread.of(figures).toString();
  }

  private record Round(double rate, double median, double late, double fetches) {}
}
