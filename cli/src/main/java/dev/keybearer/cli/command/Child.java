package dev.keybearer.cli.command;

import dev.keybearer.cli.command.Signals.Ear;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs on behalf of ours: it has our input and output, hears the signals that we
 * hear, and is waited for. Safe for use by many threads.
 */
final class Child {
  private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");

  private final List<String> early = new ArrayList<>(); // guarded by this, as is what follows
  private @Nullable Process process;

  private Child() {}

  /**
   * Runs a command to its end.
   *
   * @param environment what it gets besides ours
   * @param withheld the variables of ours that it does not get
   * @return its exit code, which is 128 and the signal when one ended it
   * @throws Misuse when there is no such command
   */
  static int run(List<String> command, Map<String, String> environment, Set<String> withheld)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().keySet().removeAll(withheld);
    builder.environment().putAll(environment);
    Child child = new Child();
    try (Ear _ = Signals.hear(SIGNALS, child::hear)) {
      return child.start(builder).waitFor();
    } catch (IOException e) {
      throw new Misuse("cannot run " + command.getFirst() + ": is it there, and executable?");
    }
  }

  private synchronized Process start(ProcessBuilder builder) throws IOException {
    Process started = builder.start();
    process = started;
    early.forEach(signal -> pass(signal, started));
    return started;
  }

  private synchronized void hear(String signal) {
    if (process == null) {
      early.add(signal);
      return;
    }
    pass(signal, process);
  }

  /** What is typed at a terminal goes to everybody before it, and would come twice. */
  private static void pass(String signal, Process to) {
    if (signal.equals("TERM")) {
      to.destroy();
    } else if (!isBeforeTerminal()) {
      send(signal, to);
    }
  }

  private static void send(String signal, Process to) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + to.pid()).start().waitFor();
    } catch (IOException e) {
      to.destroy(); // without a shell the platform knows one signal
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether our process group is the one that a terminal sends signals to.
   *
   * <pre>
   *   /proc/self/stat = pid " (" name ") " state ppid pgrp session tty_nr tpgid …      proc(5)
   * </pre>
   */
  private static boolean isBeforeTerminal() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 7);
      return fields[2].equals(fields[5]);
    } catch (IOException e) {
      return false;
    }
  }
}
