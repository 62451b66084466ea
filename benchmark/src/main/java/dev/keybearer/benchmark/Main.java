package dev.keybearer.benchmark;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The benchmarks by name. */
public final class Main {
  private static final String ALL = ".*";

  private static final Rounds.Act READ = new Rounds.Act("Read", List.of("credentials"), 2);
  private static final Rounds.Act VERIFY =
      new Rounds.Act("Verify", List.of("algorithm", "crypto"), 1);

  private Main() {}

  /** Runs the benchmark that is named first. */
  public static void main(String[] args) throws Exception {
    Report report = new Report(System.out);
    switch (args.length == 0 ? "" : args[0]) {
      case "reads" -> new Rounds(report, READ, new Rounds.Length(ALL, 3, 3, 2)).run();
      case "verifications" -> new Rounds(report, VERIFY, new Rounds.Length(ALL, 3, 3, 2)).run();
      case "memory" -> new Memory(report, 100_000).run();
      case "renewals" ->
          new Renewals(report, new Renewals.Length(List.of(1_000, 10_000, 100_000), 2_000, 15, 3))
              .run();
      case "flood" -> new Flood(report, 3).run();
      case "table" -> table(report);
      case "quick" -> quick(report);
      case "issuer" -> IssuerProcess.main(Integer.parseInt(args[1]), Duration.parse(args[2]));
      case "keep" -> keep(args);
      default -> {
        System.err.println(
            "usage: benchmark/run reads|memory|renewals|verifications|flood|table|quick");
        System.exit(2);
      }
    }
  }

  /** One interleaved round of everything but memory. */
  private static void table(Report report) throws Exception {
    new Rounds(report, READ, new Rounds.Length(ALL, 1, 1, 1)).run();
    new Rounds(report, VERIFY, new Rounds.Length(ALL, 1, 1, 1)).run();
    new Renewals(report, new Renewals.Length(List.of(1_000, 10_000, 100_000), 2_000, 10, 1)).run();
  }

  /** A first look at each, in less than a minute. */
  private static void quick(Report report) throws Exception {
    new Rounds(report, READ, new Rounds.Length("(Bare.cell|Keybearer.source)", 1, 1, 1)).run();
    new Rounds(report, VERIFY, new Rounds.Length("(Bare|Keybearer).*", 1, 1, 1)).run();
    new Memory(report, 10_000).run();
  }

  private static void keep(String[] args) throws InterruptedException {
    Duration time = Duration.ofSeconds(Long.parseLong(args[4]));
    int size = Integer.parseInt(args[1]);
    System.out.println(Keeping.measure(size, URI.create(args[2]), Integer.parseInt(args[3]), time));
  }
}
