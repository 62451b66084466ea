package dev.keybearer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Whoever runs in the background may have been told to ignore some, and so are its children. */
public final class IgnoredSignals {
  private IgnoredSignals() {}

  /** Goes on only where a child of ours would hear this one. */
  public static void assumeHeard(int number) throws IOException {
    Assumptions.assumeFalse(isIgnored(number), "signal " + number + " is ignored here");
  }

  private static boolean isIgnored(int number) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(
            line ->
                (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> (number - 1) & 1) == 1);
  }
}
