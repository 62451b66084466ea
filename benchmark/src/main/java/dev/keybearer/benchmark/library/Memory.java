package dev.keybearer.benchmark.library;

import dev.keybearer.benchmark.tool.Canned;
import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Heap;
import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.Spread;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TokenSource;
import dev.keybearer.token.renewal.TokenSources;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Heap that an idle credential holds, and in which classes. */
public final class Memory {
  /** Classes below this many bytes for each credential are summed up. */
  private static final double NOTICEABLE = 8;

  private static final int ASKERS = 16;

  private final Report report;
  private final int size;

  public Memory(Report report, int size) {
    this.report = report;
    this.size = size;
  }

  /** Builds a fleet step by step and prints what each step left on the heap. */
  public void run() throws Exception {
    try (IssuerProcess issuer = IssuerProcess.start(size, Canned.LIFE);
        TokenSources sources = TokenSources.open()) {
      Issuer asked = Fleet.issuer(issuer.token());
      warmUp(sources, Fleet.of(asked, ASKERS * ASKERS));
      Heap empty = Heap.now();
      Credential[] credentials = Fleet.of(asked, size);
      Heap named = Heap.now();
      TokenSource[] made = Arrays.stream(credentials).map(sources::of).toArray(TokenSource[]::new);
      Heap sourced = Heap.now();
      long text = fill(made);
      Heap filled = Heap.now();
      report(List.of(empty, named, sourced, filled), text);
    }
  }

  /** Whatever is loaded or made once, connections above all, is there before it begins. */
  private static void warmUp(TokenSources sources, Credential[] credentials)
      throws InterruptedException {
    fill(
        Arrays.stream(credentials)
            .map(credential -> credential.withName("warm-" + credential.name()))
            .map(sources::of)
            .toArray(TokenSource[]::new));
  }

  private void report(List<Heap> steps, long text) {
    report.circumstances();
    report.head("step", "bytes per credential");
    double named = each(steps.get(1).since(steps.get(0)).sum());
    double sourced = each(steps.get(2).since(steps.get(1)).sum());
    double filled = each(steps.get(3).since(steps.get(2)).sum());
    row("the caller's Credential value", named);
    row("its source, before the first token", sourced);
    row("its first token and lease", filled);
    row("of which the token's own text, held twice", each(text));
    row("**source and lease without the text**", sourced + filled - each(text));
    report.head("class", "bytes per credential");
    double small = 0;
    Heap all = steps.get(3).since(steps.get(1));
    for (Map.Entry<String, Long> one : bySize(all)) {
      double bytes = each(one.getValue());
      if (bytes >= NOTICEABLE) {
        row(one.getKey(), bytes);
      } else {
        small += bytes;
      }
    }
    row("all others", small);
  }

  private void row(String name, double bytes) {
    report.row(List.of(name, Spread.text(bytes)));
  }

  private double each(long bytes) {
    return bytes / (double) size;
  }

  private static List<Map.Entry<String, Long>> bySize(Heap heap) {
    return heap.byClass().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .toList();
  }

  /** Gets every first token; the characters of all of them, once as text and once as a secret. */
  private static long fill(TokenSource[] sources) throws InterruptedException {
    try (ExecutorService askers = Executors.newFixedThreadPool(ASKERS)) {
      for (TokenSource source : sources) {
        askers.execute(() -> source.get(Duration.ofMinutes(5)));
      }
      askers.shutdown();
      if (!askers.awaitTermination(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the issuer did not fill the fleet in ten minutes");
      }
    }
    return Arrays.stream(sources)
        .map(TokenSource::get)
        .mapToLong(token -> token.authorizationHeader().length() + token.value().length())
        .sum();
  }
}
