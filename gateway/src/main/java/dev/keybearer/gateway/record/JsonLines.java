package dev.keybearer.gateway.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes JSON objects, one a line, on a thread of its own, so that a stream that is slow, hangs or
 * fails costs nobody else anything. What does not fit, and what could not be written, is counted,
 * and the count becomes a line as soon as one can be written. Safe for use by many threads.
 */
final class JsonLines implements AutoCloseable {
  /** A thousand lines cover a stall of the disk; more would be memory without a bound. */
  static final int CAPACITY = 1024;

  /** Lines that are written in one go; few, so that a failure leaves few in doubt. */
  private static final int BATCH = 64;

  /** How long closing waits for what is still to be written. */
  private static final long CLOSE_PATIENCE_MILLIS = 1000;

  private static final System.Logger LOG = System.getLogger(JsonLines.class.getName());

  private final String name;
  private final OutputStream out;
  private final LongFunction<JsonLine> lineOfLost;
  private final BlockingQueue<JsonLine> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong untold = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;
  private boolean troubled; // of the thread alone
  private volatile boolean closed;

  private JsonLines(String name, OutputStream out, LongFunction<JsonLine> lineOfLost) {
    this.name = name;
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
    JsonLines lines = new JsonLines(name, out, lineOfLost);
    lines.thread.start();
    return lines;
  }

  /** Takes a line along; never waits. */
  void offer(JsonLine line) {
    if (closed || !queue.offer(line)) {
      lose(1);
    }
  }

  /** How many lines were lost so far. */
  long lost() {
    return lost.get();
  }

  /** Writes what is there within a second, then ends the thread. */
  @Override
  @SuppressWarnings("CheckReturnValue") // a full queue needs no waking up
  public void close() {
    closed = true;
    queue.offer(NoLine.WAKE_UP);
    try {
      thread.join(CLOSE_PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  private void run() {
    List<JsonLine> batch = new ArrayList<>(BATCH);
    try (out) {
      do {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        write(batch);
        batch.clear();
      } while (!closed || !queue.isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed while the stream hung; the thread ends
    } catch (IOException e) {
      log("the stream of the " + name + " failed at its end", e);
    }
  }

  private void write(List<JsonLine> batch) {
    batch.removeIf(NoLine.class::isInstance);
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
      text(batch, missing).writeTo(out);
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
  private ByteArrayOutputStream text(List<JsonLine> batch, long missing) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    if (troubled) {
      text.write('\n'); // the failure may have broken a line off
    }
    if (missing > 0) {
      add(lineOfLost.apply(missing), text);
    }
    batch.forEach(line -> add(line, text));
    return text;
  }

  private static void add(JsonLine line, ByteArrayOutputStream text) {
    text.writeBytes(Json.object(line));
    text.write('\n');
  }

  private static void log(String message, @Nullable Throwable cause) {
    LOG.log(System.Logger.Level.WARNING, message, cause);
  }

  /** What is queued only to end a wait. */
  private enum NoLine implements JsonLine {
    WAKE_UP;

    @Override
    public void writeTo(JsonGenerator json) {}
  }
}
