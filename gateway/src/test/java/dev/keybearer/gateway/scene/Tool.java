package dev.keybearer.gateway.scene;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of others, run as people run it. */
public final class Tool {
  private static final int PATIENCE_SECONDS = 30;

  private final String name;

  private Tool(String name) {
    this.name = name;
  }

  /** The program of this name; the test is skipped where there is none. */
  public static Tool of(String name) {
    boolean found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    assumeTrue(found, () -> name + " is not installed here");
    return new Tool(name);
  }

  /**
   * Runs it to its end, and gives what it wrote to both its streams.
   *
   * @param input that it is sent; its input stays open behind it
   */
  public String run(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("tool", ".txt");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String said = Files.readString(output, StandardCharsets.ISO_8859_1);
        if (!ended) {
          throw new AssertionError(name + " does not end; so far: " + said);
        }
        return said;
      } finally {
        process.destroyForcibly();
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
