package dev.keybearer.benchmark.tool;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, under the circumstances in which it was measured. */
public final class Report {
  private final PrintStream out;

  public Report(PrintStream out) {
    this.out = out;
  }

  /** What it was measured on. */
  public void circumstances() {
    out.printf(
        Locale.ROOT,
        "%s · %d cores · %s %s · load %.1f%n%n",
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name"),
        Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** The first row of a table. */
  public void head(String... names) {
    row(List.of(names));
    row(List.of(names).stream().map(name -> "---").toList());
  }

  /** A line between tables. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** One row. */
  public void row(List<String> cells) {
    out.println("| " + String.join(" | ", cells) + " |");
    out.flush();
  }
}
