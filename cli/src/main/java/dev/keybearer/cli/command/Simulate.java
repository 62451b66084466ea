package dev.keybearer.cli.command;

import dev.keybearer.simulator.DemoPorts;
import dev.keybearer.simulator.World;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulator until the process is told to end. */
@Command(
    name = "simulate",
    description = "Runs simulated issuers and APIs on this machine; asks nobody outside.",
    mixinStandardHelpOptions = true)
public final class Simulate implements Callable<Integer> {
  private final Keybearer keybearer;

  @Option(
      names = "--life",
      paramLabel = "SECONDS",
      description =
          "How long the tokens of the issuer corp live; ${DEFAULT-VALUE} unless said otherwise.")
  private int life = 300;

  @Option(names = "--free-ports", description = "Listen on free ports instead of the usual ones.")
  private boolean freePorts;

  /** The command below the outermost one. */
  public Simulate(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (World world = World.openDemo(freePorts ? DemoPorts.free() : DemoPorts.usual())) {
      world.issuer("corp").habits().tokenLife(Duration.ofSeconds(life));
      Shell shell = keybearer.shell();
      shell.out().print(world.describe());
      shell.out().flush();
      shell.err().println("stop with Ctrl-C");
      CountDownLatch end = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(end::countDown));
      end.await();
      return Exit.OK.code();
    }
  }
}
