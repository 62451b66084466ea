package dev.keybearer.benchmark;

import java.net.URI;
import java.nio.file.Path;
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
      case "gateway" -> new Calls(report, calls(args)).run();
      case "table" -> table(report);
      case "quick" -> quick(report);
      case "issuer" -> IssuerProcess.main(Integer.parseInt(args[1]), Duration.parse(args[2]));
      case "keep" -> keep(args);
      case "proxy" ->
          ProxyProcess.main(Side.valueOf(args[1]), Integer.parseInt(args[2]), Path.of(args[3]));
      case "upstream" -> UpstreamProcess.main();
      case "load" -> LoadProcess.main(Path.of(args[1]));
      default -> {
        System.err.println(
            "usage: benchmark/run reads|memory|renewals|verifications|flood|gateway|table|quick");
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

  private static Calls.Length calls(String[] args) {
    boolean quick = args.length > 1 && args[1].equals("quick");
    return quick ? new Calls.Length(1, 2, 2) : new Calls.Length(4, 5, 5);
  }

  private static void keep(String[] args) throws InterruptedException {
    Duration time = Duration.ofSeconds(Long.parseLong(args[4]));
    int size = Integer.parseInt(args[1]);
    System.out.println(Keeping.measure(size, URI.create(args[2]), Integer.parseInt(args[3]), time));
  }
}
