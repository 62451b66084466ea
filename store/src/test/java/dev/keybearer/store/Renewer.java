package dev.keybearer.store;

import dev.keybearer.token.Item;
import dev.keybearer.token.StoreFailure;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    try (SqliteTokenStore store = Bench.open(Path.of(arguments[0]))) {
      for (long step = step(store.recover("a")) + 1; ; step++) {
        if (step % 2 == 1) {
          store.commit(Bench.item("a", (step + 1) / 2));
        } else {
          store.prepare("a", step / 2);
        }
        System.out.write((step + "\n").getBytes(StandardCharsets.US_ASCII));
        if (System.out.checkError()) {
          return; // whoever listened is gone
        }
      }
    } catch (StoreFailure e) {
      System.exit(e.kind() == StoreFailure.Kind.IN_USE ? IN_USE : 1);
    }
  }

  /** Which step rests there; a value that is not whole does not pass. */
  static long step(Optional<Item> resting) {
    if (resting.isEmpty()) {
      return 0;
    }
    Item item = resting.get();
    if (!item.value().matches(Bench.value("a", item.generation()))) {
      throw new AssertionError("torn: generation " + item.generation());
    }
    return 2 * item.generation() - (item.prepared() == null ? 1 : 0);
  }

  /** Unpacks the native library into the directory's parent: a killed process leaves it behind. */
  static Renewer start(Path directory) throws IOException {
    return new Renewer(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.sqlite.tmpdir=" + directory.toAbsolutePath().getParent(),
                "-cp",
                classPath(),
                Renewer.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** All that this process has, on the class path and on the module path. */
  private static String classPath() {
    String modules = System.getProperty("jdk.module.path", "");
    // The classes of the tests are patched into a module and stand on neither path.
    String tests = Path.of("target", "test-classes").toAbsolutePath().toString();
    return String.join(
        File.pathSeparator, modules, System.getProperty("java.class.path", ""), tests);
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
