package dev.keybearer.benchmark.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM of the same version. */
public final class Jvm {
  private static final String MAIN = "dev.keybearer.benchmark.Main";

  private Jvm() {}

  /** A process that runs one of the benchmarks, or a part of one, on the same class path. */
  public static ProcessBuilder of(List<String> arguments, String... options) {
    return of(MAIN, arguments, System.getProperty("java.class.path"), List.of(options));
  }

  /** A process that runs a main class of another class path. */
  public static ProcessBuilder of(
      String main, List<String> arguments, String path, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(program("java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(path);
    command.add(main);
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** A program that comes with this JVM. */
  public static Path program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }
}
