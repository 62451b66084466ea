package dev.keybearer.benchmark.library;

import com.sun.management.OperatingSystemMXBean;
import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Limits;
import dev.keybearer.token.Summary;
import dev.keybearer.token.renewal.TokenSources;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What it cost a process to keep its credentials' tokens alive for a while. */
public record Keeping(double rate, double microsEach, double threads, double failed) {
  /** A JVM compiles most of what it will ever compile within so many renewals. */
  private static final long WARM = 40_000;

  private static final int ASKERS = 32;

  private static final Pattern SPACE = Pattern.compile(" ");

  /** Reads what {@link #toString} wrote. */
  public static Keeping parse(String line) {
    double[] figures = SPACE.splitAsStream(line).mapToDouble(Double::parseDouble).toArray();
    return new Keeping(figures[0], figures[1], figures[2], figures[3]);
  }

  @Override
  public String toString() {
    return rate + " " + microsEach + " " + threads + " " + failed;
  }

  /** Keeps a fleet of the issuer's clients alive, and measures once everything is warm. */
  public static Keeping measure(int size, URI token, int rate, Duration time)
      throws InterruptedException {
    Limits pace = new Limits(ASKERS, Duration.ofNanos(1_000_000_000L / rate));
    Issuer slowly = Fleet.issuer(token).withLimits(pace);
    try (TokenSources sources = TokenSources.open()) {
      fill(sources, Fleet.of(slowly, size));
      while (sources.summary().successfulRefreshes() < WARM) {
        TimeUnit.MILLISECONDS.sleep(500);
      }
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      Summary before = sources.summary();
      long cpuBefore = system.getProcessCpuTime();
      long begun = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      double cpu = system.getProcessCpuTime() - cpuBefore;
      double seconds = (System.nanoTime() - begun) / 1e9;
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      Summary after = sources.summary();
      long renewed = after.successfulRefreshes() - before.successfulRefreshes();
      long failed = after.failedRefreshes() - before.failedRefreshes();
      return new Keeping(renewed / seconds, cpu / renewed / 1000, threads, failed);
    }
  }

  /** The issuer's pace spreads the first tokens, and with them all renewals, over a life. */
  private static void fill(TokenSources sources, Credential[] credentials)
      throws InterruptedException {
    try (ExecutorService askers = Executors.newFixedThreadPool(ASKERS)) {
      for (Credential credential : credentials) {
        askers.execute(() -> sources.of(credential).get(Duration.ofMinutes(10)));
      }
      askers.shutdown();
      if (!askers.awaitTermination(30, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the issuer did not fill the fleet in half an hour");
      }
    }
  }
}
