package dev.keybearer.cli.command;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.gateway.health.StreamState;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Runs the gateway and the streams until the process is told to end. */
@Command(
    name = "serve",
    description = {
      "Runs the gateway, the streams and the admin port until it is told to stop (Ctrl-C,"
          + " SIGTERM).",
      "The config is read again when its file changes, on SIGHUP, and when the admin port is told"
          + " to."
    },
    mixinStandardHelpOptions = true)
public final class Serve implements Callable<Integer> {
  private final Keybearer keybearer;

  /** The command below the outermost one. */
  public Serve(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  @Override
  public Integer call() throws InterruptedException {
    Shell shell = keybearer.shell();
    Config config = keybearer.config();
    try (Serving serving = Serving.start(keybearer.file(), config, keybearer::say)) {
      Daemon daemon = serving.daemon();
      if (daemon.takesCalls()) {
        keybearer.say("calls come in at " + daemon.listensAt());
      }
      if (!daemon.streams().isEmpty()) {
        keybearer.say(
            "listens to "
                + daemon.streams().stream()
                    .map(StreamState::name)
                    .collect(Collectors.joining(", ")));
      }
      keybearer.say("operators ask at " + daemon.administersAt());
      shell.err().flush();
      return serving.untilStopped() ? Exit.OK.code() : Exit.FAILED.code();
    }
  }
}
