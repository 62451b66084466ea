package dev.keybearer.cli.command;

import dev.keybearer.cli.config.shape.Durations;
import dev.keybearer.cli.config.shape.Unfit;
import dev.keybearer.cli.demo.Stage;
import dev.keybearer.cli.demo.StreamWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the main job on embedded defaults. */
@Command(
    name = "demo",
    description = {
      "Runs a simulated outside and the gateway before it in one process; asks nobody outside.",
      "Prints lines to type, one of which is refused, and a line whenever the token of its stream"
          + " is",
      "replaced. What it keeps lies in its folder."
    },
    mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
  private final Keybearer keybearer;

  @Option(
      names = "--life",
      paramLabel = "DURATION",
      description = "How long tokens live, such as 30s; ${DEFAULT-VALUE} unless said otherwise.")
  private String life = "5m";

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where config and store are; ${DEFAULT-VALUE} unless said otherwise.")
  private Path folder = Path.of("keybearer-demo");

  @Option(names = "--free-ports", description = "Listen on free ports instead of the usual ones.")
  private boolean freePorts;

  @Option(names = "--tour", description = "Type the lines by itself, say what came of each, end.")
  private boolean tour;

  /** The command below the outermost one. */
  public Demo(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Stage stage = Stage.set(folder, life(), freePorts)) {
      return tour ? tour(stage) : show(stage);
    }
  }

  private Duration life() {
    try {
      return Durations.parse(life);
    } catch (Unfit e) {
      throw new Misuse("--life " + life + ": a duration is expected, such as 30s");
    }
  }

  private int tour(Stage stage) throws IOException, InterruptedException {
    keybearer.hush();
    return stage.tour(keybearer.shell().out(), keybearer::say)
        ? Exit.OK.code()
        : Exit.FAILED.code();
  }

  private int show(Stage stage) throws InterruptedException {
    try (Serving serving = Serving.start(stage.file(), stage.config(), keybearer::say);
        StreamWatch _ = stage.watch(serving.daemon(), this::tell)) {
      keybearer.shell().out().print(stage.lines());
      keybearer.shell().out().flush();
      keybearer.say("its config, store and logs are in " + folder + "; stop with Ctrl-C");
      return serving.untilStopped() ? Exit.OK.code() : Exit.FAILED.code();
    }
  }

  private void tell(String line) {
    keybearer.shell().out().println(line);
    keybearer.shell().out().flush();
  }
}
