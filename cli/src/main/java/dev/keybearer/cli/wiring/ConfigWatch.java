package dev.keybearer.cli.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks once a second whether files have changed, by size and moment, and says so once they rest: a
 * file that is being written is not read in the middle.
 */
public final class ConfigWatch implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Supplier<? extends Collection<Path>> files;
  private final Runnable changed;
  private final ScheduledExecutorService thread;
  private String known;
  private String seen;

  private ConfigWatch(Supplier<? extends Collection<Path>> files, Runnable changed) {
    this.files = files;
    this.changed = changed;
    this.known = look();
    this.seen = known;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("keybearer-watch").factory());
  }

  /** Watches these files; the names may change as well. */
  public static ConfigWatch start(Supplier<? extends Collection<Path>> files, Runnable changed) {
    ConfigWatch watch = new ConfigWatch(files, changed);
    // It ends with the thread.
    var ignored =
        watch.thread.scheduleWithFixedDelay(
            watch::compare, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void compare() {
    String now = look();
    boolean rests = now.equals(seen);
    seen = now;
    if (rests && !now.equals(known)) {
      known = now;
      changed.run();
    }
  }

  private String look() {
    TreeMap<Path, String> looks = new TreeMap<>();
    for (Path file : files.get()) {
      looks.put(file, look(file));
    }
    return looks.toString();
  }

  private static String look(Path file) {
    try {
      return Files.size(file) + "@" + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return "gone";
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
