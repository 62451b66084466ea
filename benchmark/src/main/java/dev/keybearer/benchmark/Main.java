package dev.keybearer.benchmark;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The benchmarks by name. */
public final class Main {
  private static final String EVERY_READER = ".*";

  private Main() {}

  /** Runs the benchmark that is named first. */
  public static void main(String[] args) throws Exception {
    Report report = new Report(System.out);
    switch (args.length == 0 ? "" : args[0]) {
      case "reads" -> new Reads(report, new Reads.Length(EVERY_READER, 3, 3, 2)).run();
      case "memory" -> new Memory(report, 100_000).run();
      case "renewals" ->
          new Renewals(report, new Renewals.Length(List.of(1_000, 10_000, 100_000), 2_000, 15, 3))
              .run();
      case "table" -> table(report);
      case "quick" -> quick(report);
      case "issuer" -> IssuerProcess.main(Integer.parseInt(args[1]), Duration.parse(args[2]));
      case "keep" -> keep(args);
      default -> {
        System.err.println("usage: benchmark/run reads|memory|renewals|table|quick");
        System.exit(2);
      }
    }
  }

  /** One interleaved round of every reader, and one of every size of renewal. */
  private static void table(Report report) throws Exception {
    new Reads(report, new Reads.Length(EVERY_READER, 1, 1, 1)).run();
    new Renewals(report, new Renewals.Length(List.of(1_000, 10_000, 100_000), 2_000, 10, 1)).run();
  }

  /** A first look at each, in less than a minute. */
  private static void quick(Report report) throws Exception {
    new Reads(report, new Reads.Length("(Bare.cell|Keybearer.source)", 1, 1, 1)).run();
    new Memory(report, 10_000).run();
  }

  private static void keep(String[] args) throws InterruptedException {
    Duration time = Duration.ofSeconds(Long.parseLong(args[4]));
    int size = Integer.parseInt(args[1]);
    System.out.println(Keeping.measure(size, URI.create(args[2]), Integer.parseInt(args[3]), time));
  }
}
