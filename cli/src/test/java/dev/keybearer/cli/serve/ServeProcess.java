package dev.keybearer.cli.serve;

import dev.keybearer.cli.IgnoredSignals;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that serves, and what it has said. */
final class ServeProcess implements AutoCloseable {
  private static final String MAIN = "dev.keybearer.cli.Main";
  private static final String CALLS = "keybearer: calls come in at ";
  private static final String OPERATORS = "keybearer: operators ask at ";
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Thread listener;

  private ServeProcess(Process process) {
    this.process = process;
    this.listener = Thread.ofVirtual().start(this::listen);
  }

  /** Starts one; it may still be starting. */
  static ServeProcess start(Path config, Map<String, String> environment) {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                MAIN,
                "serve",
                "-c",
                config.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    try {
      return new ServeProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that this process is made of, whether it runs on the class or the module path. */
  private static String classPath() {
    return Stream.of("jdk.module.path", "java.class.path")
        .map(name -> System.getProperty(name, ""))
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void listen() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(said::add);
    } catch (IOException | UncheckedIOException e) {
      said.add("no more is heard: " + e.getMessage());
    }
  }

  /** Where calls come in, once they do. */
  int port() {
    return portBehind(CALLS);
  }

  /** Where operators ask, once they may. */
  int adminPort() {
    return portBehind(OPERATORS);
  }

  private int portBehind(String words) {
    String line = await(words);
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  /** Waits until it says a line that begins so. */
  String await(String words) {
    Eventually.holds(words, () -> heard(words) || !process.isAlive());
    return said.stream()
        .filter(line -> line.startsWith(words))
        .findFirst()
        .orElseThrow(() -> new AssertionError("it never said '" + words + "' but " + said));
  }

  private boolean heard(String words) {
    return said.stream().anyMatch(line -> line.startsWith(words));
  }

  /** What it has said. */
  List<String> said() {
    return said;
  }

  /** SIGKILL: it can do nothing about it. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    exit();
  }

  /** SIGTERM. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** SIGHUP, which a process that was started by {@code nohup} would never hear. */
  void hangUp() throws IOException, InterruptedException {
    IgnoredSignals.assumeHeard(1);
    new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
  }

  /** Its exit code, once it has ended. */
  int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; it said " + said);
    }
    listener.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
