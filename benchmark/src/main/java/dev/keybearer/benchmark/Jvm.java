package dev.keybearer.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM of the same version on the same class path. */
final class Jvm {
  private Jvm() {}

  /** A process that runs the main class with these arguments. */
  static ProcessBuilder of(Class<?> main, List<String> arguments, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}
