package dev.keybearer.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM of the same version. */
final class Jvm {
  private Jvm() {}

  /** A process that runs the main class with these arguments, on the same class path. */
  static ProcessBuilder of(Class<?> main, List<String> arguments, String... options) {
    return of(main.getName(), arguments, System.getProperty("java.class.path"), List.of(options));
  }

  /** A process that runs a main class of another class path. */
  static ProcessBuilder of(String main, List<String> arguments, String path, List<String> options) {
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
  static Path program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }
}
