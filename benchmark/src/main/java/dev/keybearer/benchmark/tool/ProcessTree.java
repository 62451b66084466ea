package dev.keybearer.benchmark.tool;

import static java.lang.Long.parseLong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process with all that it has started: what the kernel says of them. */
public record ProcessTree(ProcessHandle root) {
  private static final String RESIDENT = "VmRSS:";

  /** The line of a thread that compiles, with its time as user and as system (proc_pid_stat(5)). */
  private static final Pattern COMPILER =
      Pattern.compile("\\(C[12] Comp[^)]*\\) \\S(?: \\S+){10} (\\d+) (\\d+) ");

  /** The kernel tells in hundredths of a second. */
  private static final double NANOS_OF_TICK = 1e7;

  private Stream<ProcessHandle> all() {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  /** Nanoseconds of processor time so far, of the user and of the system. */
  public double cpu() {
    return all()
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .mapToDouble(Duration::toNanos)
        .sum();
  }

  /** Nanoseconds that its compilers took so far; none where nothing compiles while it runs. */
  public double compiling() {
    return all().mapToDouble(ProcessTree::compiling).sum();
  }

  private static double compiling(ProcessHandle process) {
    Path threads = Path.of("/proc", String.valueOf(process.pid()), "task");
    try (Stream<Path> each = Files.list(threads)) {
      return each.mapToDouble(ProcessTree::compilingThread).sum();
    } catch (IOException ended) {
      return 0;
    }
  }

  private static double compilingThread(Path thread) {
    try {
      Matcher told = COMPILER.matcher(Files.readString(thread.resolve("stat")));
      return told.find()
          ? NANOS_OF_TICK * (parseLong(told.group(1)) + parseLong(told.group(2)))
          : 0;
    } catch (IOException ended) {
      return 0;
    }
  }

  /** Bytes in memory; {@code NaN} where the kernel does not say. */
  public double resident() {
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
  public double descriptors() {
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
