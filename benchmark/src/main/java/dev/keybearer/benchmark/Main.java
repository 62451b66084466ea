package dev.keybearer.benchmark;

import dev.keybearer.benchmark.daemon.FaultyUpstream;
import dev.keybearer.benchmark.daemon.Footprint;
import dev.keybearer.benchmark.daemon.HarmProcess;
import dev.keybearer.benchmark.daemon.Harms;
import dev.keybearer.benchmark.daemon.Soak;
import dev.keybearer.benchmark.gateway.CallTables;
import dev.keybearer.benchmark.gateway.Calls;
import dev.keybearer.benchmark.gateway.FixedIssuer;
import dev.keybearer.benchmark.gateway.LoadProcess;
import dev.keybearer.benchmark.gateway.PacedProcess;
import dev.keybearer.benchmark.gateway.Peers;
import dev.keybearer.benchmark.gateway.ProxyProcess;
import dev.keybearer.benchmark.gateway.UpstreamProcess;
import dev.keybearer.benchmark.gateway.Variant;
import dev.keybearer.benchmark.library.Flood;
import dev.keybearer.benchmark.library.IssuerProcess;
import dev.keybearer.benchmark.library.Keeping;
import dev.keybearer.benchmark.library.Memory;
import dev.keybearer.benchmark.library.Renewals;
import dev.keybearer.benchmark.library.Rounds;
import dev.keybearer.benchmark.stream.KilledFollower;
import dev.keybearer.benchmark.stream.ManyRotations;
import dev.keybearer.benchmark.stream.SharedCredential;
import dev.keybearer.benchmark.stream.StreamCosts;
import dev.keybearer.benchmark.stream.StreamKills;
import dev.keybearer.benchmark.stream.StreamPeers;
import dev.keybearer.benchmark.stream.StreamProcess;
import dev.keybearer.benchmark.stream.Streaming;
import dev.keybearer.benchmark.tool.Report;
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

  /** Calls a second. */
  private static final List<Integer> RATES = List.of(5_000, 10_000);

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
      case "gateway" -> gateway(report, quick(args));
      case "peers" -> new Peers(report, calls(quick(args), RATES)).run();
      case "footprint" -> new Footprint(report, footprint(quick(args))).run();
      case "harm" -> new Harms(report, harms(quick(args))).run();
      case "soak" -> new Soak(report, args.length > 1 ? Integer.parseInt(args[1]) : 30).run();
      case "streams" -> new Streaming(report, streams(quick(args))).run();
      case "idle-streams" -> idleStreams(report, quick(args));
      case "stream-kills" -> new StreamKills(report, quick(args) ? 20 : 500).run();
      case "table" -> table(report);
      case "quick" -> quick(report);
      default -> child(args);
    }
  }

  /** What runs in a process that another of these has started. */
  private static void child(String[] args) throws Exception {
    switch (args.length == 0 ? "" : args[0]) {
      case "issuer" -> IssuerProcess.main(Integer.parseInt(args[1]), Duration.parse(args[2]));
      case "keep" -> keep(args);
      case "proxy" ->
          ProxyProcess.main(
              Variant.valueOf(args[1]),
              Integer.parseInt(args[2]),
              URI.create(args[3]),
              Path.of(args[4]));
      case "upstream" -> UpstreamProcess.main();
      case "fixed-issuer" -> FixedIssuer.main(Path.of(args[1]));
      case "faulty-upstream" -> FaultyUpstream.main();
      case "harm-callers" -> HarmProcess.main(Path.of(args[1]));
      case "load" -> LoadProcess.main(Path.of(args[1]));
      case "pace" -> PacedProcess.main(Path.of(args[1]));
      case "streams-held" -> StreamProcess.main(URI.create(args[1]), URI.create(args[2]));
      case "follow" ->
          KilledFollower.main(Path.of(args[1]), URI.create(args[2]), URI.create(args[3]));
      default -> {
        System.err.println(
            "usage: benchmark/run"
                + " reads|memory|renewals|verifications|flood|gateway|peers|footprint|harm|soak"
                + "|streams|idle-streams|stream-kills|table|quick");
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

  private static void gateway(Report report, boolean quick) throws Exception {
    var measured = new Calls(List.of(Variant.values()), calls(quick, List.of())).run();
    report.circumstances();
    new CallTables(report, measured).costs(List.of(Variant.BARE));
  }

  private static Footprint.Length footprint(boolean quick) {
    return quick
        ? new Footprint.Length(1, List.of(2, 5))
        : new Footprint.Length(5, List.of(5, 20, 60));
  }

  private static Harms.Length harms(boolean quick) {
    return quick ? new Harms.Length(1, 3, 6, 5) : new Harms.Length(3, 10, 8, 10);
  }

  private static Streaming.Length streams(boolean quick) {
    return quick
        ? new Streaming.Length(
            20, new Streaming.Width(4, 4, 4, 8), 4, 8, 8, new StreamPeers.Length(30, 1))
        : new Streaming.Length(
            10,
            new Streaming.Width(20, 10, 30, 60),
            1_000,
            200,
            500,
            new StreamPeers.Length(10, 4));
  }

  private static void idleStreams(Report report, boolean quick) throws Exception {
    StreamCosts.Length costs =
        quick ? new StreamCosts.Length(100, 2, 1) : new StreamCosts.Length(1_000, 8, 3);
    new StreamCosts(report, costs).run();
    report.line("");
    new SharedCredential(report, new SharedCredential.Length(10, quick ? 2 : 20)).run();
    report.line("");
    new ManyRotations(report, new ManyRotations.Length(20, quick ? 200 : 10_000)).run();
  }

  private static boolean quick(String[] args) {
    return args.length > 1 && args[1].equals("quick");
  }

  private static Calls.Length calls(boolean quick, List<Integer> rates) {
    return quick ? new Calls.Length(1, 2, 2, rates) : new Calls.Length(3, 8, 5, rates);
  }

  private static void keep(String[] args) throws InterruptedException {
    Duration time = Duration.ofSeconds(Long.parseLong(args[4]));
    int size = Integer.parseInt(args[1]);
    System.out.println(Keeping.measure(size, URI.create(args[2]), Integer.parseInt(args[3]), time));
  }
}
