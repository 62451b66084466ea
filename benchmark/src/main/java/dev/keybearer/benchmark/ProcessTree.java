package dev.keybearer.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A process with all that it has started: what the kernel says of them. */
record ProcessTree(ProcessHandle root) {
  private static final String RESIDENT = "VmRSS:";

  private Stream<ProcessHandle> all() {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  /** Nanoseconds of processor time so far, of the user and of the system. */
  double cpu() {
    return all()
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .mapToDouble(Duration::toNanos)
        .sum();
  }

  /** Bytes in memory; {@code NaN} where the kernel does not say. */
  double resident() {
    return all().mapToDouble(ProcessTree::resident).sum();
  }

  private static double resident(ProcessHandle process) {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.substring(RESIDENT.length(), line.length() - "kB".length()).strip())
          .mapToDouble(kibibytes -> Double.parseDouble(kibibytes) * 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException ended) {
      return Double.NaN;
    }
  }

  /** Open descriptors; {@code NaN} where the kernel does not say. */
  double descriptors() {
    return all().mapToDouble(ProcessTree::descriptors).sum();
  }

  private static double descriptors(ProcessHandle process) {
    Path folder = Path.of("/proc", String.valueOf(process.pid()), "fd");
    try (Stream<Path> open = Files.list(folder)) {
      return open.count();
    } catch (IOException ended) {
      return Double.NaN;
    }
  }
}
