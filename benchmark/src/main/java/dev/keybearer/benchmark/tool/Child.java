package dev.keybearer.benchmark.tool;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Another JVM, which answers one line for each line that it is told and ends with its input. It
 * stays on one processor where there are several and {@code taskset}.
 */
public final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final BufferedWriter told;
  private final String greeting;

  private Child(Process process) throws IOException {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
    this.told = process.outputWriter(StandardCharsets.UTF_8);
    this.greeting = hear();
  }

  /** Starts one on this processor, and waits for its first line. */
  public static Child start(int processor, List<String> arguments, String... options)
      throws IOException {
    return started(pinned(processor, arguments, options));
  }

  /** The same, with all others on its processor before it. */
  public static Child startBehind(int processor, List<String> arguments, String... options)
      throws IOException {
    return started(Processors.behind(pinned(processor, arguments, options)));
  }

  private static ProcessBuilder pinned(int processor, List<String> arguments, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--enable-native-access=ALL-UNNAMED"); // sockets are native
    return Processors.pin(Jvm.of(arguments, all.toArray(String[]::new)), processor);
  }

  private static Child started(ProcessBuilder builder) throws IOException {
    return new Child(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** What runs in it: a greeting, then an answer for each line. */
  public static void serve(String greeting, UnaryOperator<String> answers) throws IOException {
    System.out.println(greeting);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(answers.apply(line));
    }
  }

  /** Its first line. */
  public String greeting() {
    return greeting;
  }

  /** What it answers to a line. */
  public String ask(String line) throws IOException {
    told.write(line);
    told.newLine();
    told.flush();
    return hear();
  }

  private String hear() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new IOException("the JVM " + process.info().commandLine().orElse("") + " has ended");
    }
    return line;
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroy();
  }
}
