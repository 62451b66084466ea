package dev.keybearer.cli.command;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.source.ConfigFailure;
import dev.keybearer.cli.config.source.Paint;
import dev.keybearer.cli.wiring.ConfigWatch;
import dev.keybearer.cli.wiring.Daemon;
import dev.keybearer.gateway.wire.ServiceNotice;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A daemon in its process: reads its config again when it should, tells the service manager, and
 * ends when it is told to. Safe for use by many threads.
 */
public final class Serving implements AutoCloseable {
  private final Daemon daemon;
  private final Consumer<String> say;
  private final ServiceNotice notice;
  private final ConfigWatch watch;
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private Serving(Daemon daemon, Consumer<String> say) {
    this.daemon = daemon;
    this.say = say;
    this.notice = ServiceNotice.to(System.getenv().getOrDefault("NOTIFY_SOCKET", ""));
    this.watch = ConfigWatch.start(daemon::files, this::reload);
  }

  /** Opens the daemon of a config, and listens to signals. */
  public static Serving start(Path file, Config config, Consumer<String> say) {
    Serving serving = new Serving(Daemon.open(file, config, say), say);
    Signals.on("HUP", serving::reload);
    Signals.on("TERM", serving.told::countDown);
    Signals.on("INT", serving.told::countDown);
    Runtime.getRuntime().addShutdownHook(new Thread(serving::stop, "keybearer-stop"));
    serving.notice.send("READY=1");
    return serving;
  }

  /** The daemon. */
  public Daemon daemon() {
    return daemon;
  }

  /** Reads the config again; what is wrong with it is said, and the old one stays. */
  private void reload() {
    notice.send("RELOADING=1");
    try {
      say.accept("reloaded: " + String.join(", ", daemon.reload()));
    } catch (ConfigFailure e) {
      say.accept("the config was not reloaded; the one before stays in use");
      e.report().render(Paint.PLAIN).lines().forEach(say);
    } catch (RuntimeException e) {
      say.accept("the config was not reloaded; the one before stays in use: " + e.getMessage());
    }
    notice.send("READY=1");
  }

  /**
   * Waits until the process is told to end, and lets calls under way end.
   *
   * @return whether all of them did in time
   */
  public boolean untilStopped() throws InterruptedException {
    told.await();
    try {
      notice.send("STOPPING=1");
      say.accept("stopping: calls under way may end");
      boolean drained = daemon.drain();
      say.accept(drained ? "stopped" : "stopped; some calls were cut off");
      return drained;
    } finally {
      ended.countDown();
    }
  }

  /** Runs while the JVM goes down: it waits for what {@link #untilStopped} does. */
  private void stop() {
    told.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    watch.close();
    daemon.close();
    ended.countDown();
  }
}
