package dev.keybearer.gateway.record;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON objects, one a line, on a thread of its own, so that a stream that is slow, hangs or
 * fails costs nobody else anything. What does not fit, and what could not be written, is counted,
 * and the count becomes a line as soon as one can be written. Safe for use by many threads.
 */
final class JsonLines implements AutoCloseable {
  /** A tenth of a second at full load, and minutes of refusals; more would be memory for little. */
  static final int CAPACITY = 4096;

  /** Lines that are written in one go; few, so that a failure leaves few in doubt. */
  private static final int BATCH = 64;

  /** How long closing waits for what is still to be written. */
  private static final long CLOSE_PATIENCE_MILLIS = 1000;

  private static final System.Logger LOG = System.getLogger(JsonLines.class.getName());

  private final String name;
  private final OutputStream out;
  private final LongFunction<JsonLine> lineOfLost;
  private final int gatherMillis;
  private final Backlog<JsonLine> backlog = new Backlog<>(CAPACITY);
  private final AtomicLong untold = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Json json = new Json(); // of the thread alone
  private final Thread thread;
  private boolean troubled; // of the thread alone
  private volatile boolean closed;

  private JsonLines(
      String name, OutputStream out, LongFunction<JsonLine> lineOfLost, int gatherMillis) {
    this.name = name;
    this.gatherMillis = gatherMillis;
    this.out = out;
    this.lineOfLost = lineOfLost;
    this.thread = new Thread(this::run, "keybearer-" + name);
    thread.setDaemon(true);
  }

  /**
   * Starts writing.
   *
   * @param name what is written, for people
   * @param out is closed in the end
   * @param lineOfLost says how many lines are missing at its place
   */
  static JsonLines start(String name, OutputStream out, LongFunction<JsonLine> lineOfLost) {
    return start(name, out, lineOfLost, 0);
  }

  /**
   * Starts writing.
   *
   * @param name what is written, for people
   * @param out is closed in the end
   * @param lineOfLost says how many lines are missing at its place
   * @param gatherMillis how long a line may rest here until others come along: waking a thread for
   *     each costs more than the line
   */
  static JsonLines start(
      String name, OutputStream out, LongFunction<JsonLine> lineOfLost, int gatherMillis) {
    JsonLines lines = new JsonLines(name, out, lineOfLost, gatherMillis);
    lines.thread.start();
    return lines;
  }

  /** Takes a line along; never waits. */
  void offer(JsonLine line) {
    if (closed || !backlog.offer(line)) {
      lose(1);
    }
  }

  /** How many lines were lost so far. */
  long lost() {
    return lost.get();
  }

  /** Writes what is there within a second, then ends the thread. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  private void run() {
    try (out) {
      while (!closed) {
        backlog.await();
        if (gatherMillis > 0) {
          backlog.gather(gatherMillis);
        }
        writeAll();
      }
      writeAll();
      write(List.of()); // what was lost last
    } catch (IOException e) {
      log("the stream of the " + name + " failed at its end", e);
    }
  }

  private void writeAll() {
    List<JsonLine> batch = next();
    while (!batch.isEmpty()) {
      write(batch);
      batch = next();
    }
  }

  private List<JsonLine> next() {
    List<JsonLine> batch = new ArrayList<>();
    JsonLine line = backlog.poll();
    while (line != null) {
      batch.add(line);
      line = batch.size() < BATCH ? backlog.poll() : null;
    }
    return batch;
  }

  private void write(List<JsonLine> batch) {
    long missing = untold.getAndSet(0);
    if (missing == 0 && batch.isEmpty()) {
      return;
    }
    if (!isWritten(batch, missing)) {
      untold.addAndGet(missing);
      lose(batch.size());
    }
  }

  private void lose(long lines) {
    untold.addAndGet(lines);
    lost.addAndGet(lines);
  }

  /** Whether it was written. A failure is told when it begins and when it is over. */
  private boolean isWritten(List<JsonLine> batch, long missing) {
    try {
      put(batch, missing);
      json.writeTo(out);
      out.flush();
    } catch (IOException | RuntimeException e) {
      if (!troubled) {
        log("the " + name + " cannot be written; lines get lost", e);
      }
      troubled = true;
      return false;
    }
    if (troubled) {
      log("the " + name + " is written again; lines lost so far: " + lost, null);
    }
    troubled = false;
    return true;
  }

  /** What was lost before comes first, for it is missing before these lines. */
  private void put(List<JsonLine> batch, long missing) {
    json.clear();
    if (troubled) {
      json.endLine(); // the failure may have broken a line off
    }
    if (missing > 0) {
      put(lineOfLost.apply(missing));
    }
    batch.forEach(this::put);
  }

  private void put(JsonLine line) {
    json.add(line);
    json.endLine();
  }

  private static void log(String message, @Nullable Throwable cause) {
    LOG.log(System.Logger.Level.WARNING, message, cause);
  }
}
