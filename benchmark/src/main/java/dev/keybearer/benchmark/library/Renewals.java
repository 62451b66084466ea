package dev.keybearer.benchmark.library;

import dev.keybearer.benchmark.tool.Jvm;
import dev.keybearer.benchmark.tool.Report;
import dev.keybearer.benchmark.tool.Spread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Processor time of a renewal, by the number of credentials that are kept alive. Lives are chosen
 * so that every number of credentials brings the same number of renewals a second. In every round
 * each number gets a fresh client JVM and a fresh issuer JVM, one number after the other.
 */
public final class Renewals {
  /** The first tokens, the warm-up and the measurement take two minutes at most. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Report report;
  private final Length length;

  public Renewals(Report report, Length length) {
    this.report = report;
    this.length = length;
  }

  /** Runs all rounds and prints the table. */
  public void run() throws IOException, InterruptedException {
    Map<Integer, List<Keeping>> measured = new TreeMap<>();
    for (int round = 0; round < length.rounds(); round++) {
      for (int size : length.sizes()) {
        measured.computeIfAbsent(size, key -> new ArrayList<>()).add(measure(size));
      }
    }
    report.circumstances();
    report.head(
        "credentials",
        "life of a token",
        "renewals/s",
        "µs of CPU per renewal",
        "threads",
        "failed");
    measured.forEach(
        (size, rounds) ->
            report.row(
                List.of(
                    String.valueOf(size),
                    life(size).toMillis() / 1000.0 + " s",
                    spread(rounds, Keeping::rate),
                    spread(rounds, Keeping::microsEach),
                    spread(rounds, Keeping::threads),
                    spread(rounds, Keeping::failed))));
  }

  private Keeping measure(int size) throws IOException, InterruptedException {
    try (IssuerProcess issuer = IssuerProcess.start(size, life(size))) {
      List<String> arguments =
          List.of(
              "keep",
              String.valueOf(size),
              issuer.token().toString(),
              String.valueOf(length.rate()),
              String.valueOf(length.seconds()));
      Process client =
          Jvm.of(arguments, "-Xms2g", "-Xmx2g")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String line = lastWords(client);
      System.err.println(size + " credentials: " + line);
      return Keeping.parse(line);
    }
  }

  /** The one line a client says fits into the pipe, so it can be read when the client has ended. */
  private static String lastWords(Process client) throws IOException, InterruptedException {
    if (!client.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      client.destroyForcibly();
      throw new IOException("the client's JVM has not ended within " + PATIENCE);
    }
    String line = client.inputReader(StandardCharsets.UTF_8).readLine();
    if (line == null) {
      throw new IOException("the client's JVM ended before it had measured anything");
    }
    return line;
  }

  /** Renewals come after four fifths of a life, less half of the spread of a twentieth. */
  private Duration life(int size) {
    return Duration.ofMillis(Math.round(1000.0 * size / length.rate() / 0.775));
  }

  private static String spread(
      List<Keeping> rounds, java.util.function.ToDoubleFunction<Keeping> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).toArray()).toString();
  }

  /**
   * How much is run.
   *
   * @param rate renewals a second
   * @param seconds how long is measured
   */
  public record Length(List<Integer> sizes, int rate, int seconds, int rounds) {}
}
