package dev.keybearer.token.file;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that renews one item for ever and says each step it has finished: step 2n - 1 commits
 * generation n, step 2n announces its use.
 */
final class Renewer implements AutoCloseable {
  private static final int IN_USE = 3;

  private final Process process;
  private final BufferedReader said;

  private Renewer(Process process) {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
  }

  public static void main(String[] arguments) throws IOException {
    try (FileTokenStore store = open(Path.of(arguments[0]))) {
      for (long step = step(store.recover("a")) + 1; ; step++) {
        Act act = step % 2 == 1 ? Act.commit("a", (step + 1) / 2) : Act.prepare("a", step / 2);
        act.run().accept(store);
        System.out.write((step + "\n").getBytes(StandardCharsets.US_ASCII));
        if (System.out.checkError()) {
          return; // whoever listened is gone
        }
      }
    } catch (StoreFailure e) {
      System.exit(e.kind() == StoreFailure.Kind.IN_USE ? IN_USE : 1);
    }
  }

  static FileTokenStore open(Path directory) {
    return FileTokenStore.open(directory, Act.KEYS, Duration.ZERO, Clock.systemUTC());
  }

  /** Which step rests there; a value that is not whole does not pass. */
  static long step(Optional<Item> resting) {
    if (resting.isEmpty()) {
      return 0;
    }
    Item item = resting.get();
    if (!item.value().matches(Act.value("a", item.generation()))) {
      throw new AssertionError("torn: generation " + item.generation());
    }
    return 2 * item.generation() - (item.prepared() == null ? 1 : 0);
  }

  static Renewer start(Path directory) throws IOException {
    return new Renewer(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                root(FileTokenStore.class) + System.getProperty("path.separator") + root(Act.class),
                Renewer.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Where the classes come from, on the class path and on the module path alike. */
  private static Path root(Class<?> type) {
    try {
      Path file = Path.of(type.getResource(type.getSimpleName() + ".class").toURI());
      // One ".." for the file, one for each package.
      return file.resolve("../".repeat(type.getName().split("\\.").length)).normalize();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until it has said so many steps and names the last one; 0 when it has said none. */
  long await(int steps) throws IOException {
    long last = 0;
    for (int i = 0; i < steps; i++) {
      String line = said.readLine();
      if (line == null) {
        throw new AssertionError("the renewer ended by itself");
      }
      last = Long.parseLong(line);
    }
    return last;
  }

  /** Whether it was refused the store because another process has it. */
  boolean isRefused() throws InterruptedException {
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == IN_USE;
  }

  /** Kills it after some time and names the last step it had said since, or 0. */
  long kill(Duration after) throws InterruptedException {
    boolean ended = process.waitFor(after.toNanos(), TimeUnit.NANOSECONDS);
    if (ended) {
      throw new AssertionError("the renewer ended by itself");
    }
    // The process itself would close its output, and with it what was acknowledged last.
    process.toHandle().destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the renewer cannot be killed");
    }
    List<String> rest = new ArrayList<>(said.lines().toList());
    return rest.isEmpty() ? 0 : Long.parseLong(rest.get(rest.size() - 1));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      said.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
