package dev.keybearer.benchmark.daemon;

import dev.keybearer.benchmark.gateway.Keybearer;
import dev.keybearer.benchmark.tool.Child;
import dev.keybearer.simulator.SimulatedIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes wrong in every minute of a soak, by the second.
 *
 * <pre>
 *    0     5        10           20     25          32  35       40           55     60
 *    |     reload   slow callers         resets         reload   issuer down
 * </pre>
 *
 * @param daemon whose config is written anew
 * @param port of it
 * @param config of it
 * @param resets by the upstream, the last time that there were any
 */
record SoakFaults(
    SimulatedIssuer issuer,
    Child upstream,
    Child slow,
    Keybearer daemon,
    int port,
    Path config,
    AtomicInteger resets) {
  /** Seconds until it begins again. */
  static final int CYCLE = 60;

  private static final int RESETS = 25;
  private static final int NO_RESETS = 32;

  /** One in so many calls on each connection to the upstream. */
  private static final String OFTEN = "20";

  /** Begins and ends what is due in this second. */
  void at(int second) throws IOException, InterruptedException {
    switch (second) {
      case 5 -> reload("11s");
      case 10 -> slow.ask("begin " + Harm.HEADS + " " + port);
      case 20 -> slow.ask("end");
      case RESETS -> upstream.ask(OFTEN);
      case NO_RESETS -> resets.set(Integer.parseInt(upstream.ask("0")));
      case 35 -> reload("10s");
      case 40 -> issuer.stop();
      case 55 -> issuer.start();
      default -> {}
    }
  }

  private void reload(String patience) throws IOException, InterruptedException {
    Files.writeString(config, daemon.config(port, patience));
    int status = Admin.post(daemon.outside().admin(), "/admin/reload", "");
    if (status != Admin.OK) {
      throw new IOException("the config could not be read again: " + status);
    }
  }

  /** What was done in this minute, for people. */
  String done() {
    return resets.get() + " resets, 2 reloads, 500 slow, issuer down 15 s";
  }

  /** Whether calls may fail in this second: an upstream rests for a moment after it failed. */
  static boolean mayFail(int second) {
    return second >= RESETS && second <= NO_RESETS + 1;
  }
}
