package dev.keybearer.gateway.scene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

  /** The files in a folder of one corpus, by name. */
  public static List<Path> files(String corpus, String folder) {
    try (Stream<Path> files = Files.list(folder(corpus).resolve(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
