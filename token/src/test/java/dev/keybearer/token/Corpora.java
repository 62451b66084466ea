package dev.keybearer.token;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the test vectors that others wrote; they are no part of the project. */
public final class Corpora {
  private Corpora() {}

  /** The folder of one corpus; where it is absent the test is skipped. */
  public static Path folder(String corpus) {
    Path folder = root().resolve(corpus);
    if (!Files.isDirectory(folder)) {
      Assumptions.abort("corpus " + corpus + " not found (set -Dkeybearer.corpora=…)");
    }
    return folder;
  }

  private static Path root() {
    String set = System.getProperty("keybearer.corpora");
    if (set != null) {
      return Path.of(set);
    }
    // Surefire names the module's folder; beside the project's root means two folders up.
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    return module.resolve("../../shared/corpora").normalize();
  }
}
