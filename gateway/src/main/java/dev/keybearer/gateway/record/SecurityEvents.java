package dev.keybearer.gateway.record;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.place.Place;
import dev.keybearer.gateway.place.Places;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each refusal who was refused, and from where. Loops leave it in a queue and go on; one
 * thread finds the place, has it written and tells a listener. What does not fit is counted (D7).
 * Safe for use by many loops.
 *
 * <pre>
 *   {"event":"auth_failure","ip":"81.2.69.142","country":"GB","city":"London","error":"invalid_token",
 *    "user_agent":"curl/8.5.0","timestamp":"2026-03-01T12:00:00Z","reason":"token_refused","status":401,
 *    "call":"9f86d081884c7d65","route":"orders","method":"GET"}
 * </pre>
 */
public final class SecurityEvents implements CallRecorder, AutoCloseable {
  /** Refusals of a tenth of a second under a flood; more would be memory without a bound. */
  static final int CAPACITY = 8_192;

  private static final long CLOSE_PATIENCE_MILLIS = 1_000;
  private static final System.Logger LOG = System.getLogger(SecurityEvents.class.getName());

  private final @Nullable JsonLines lines;
  private final SecurityListener listener;
  private final Places places;
  private final TimeSource time;
  private final Backlog<SecurityEvent> queue = new Backlog<>(CAPACITY);
  private final AtomicLong shed = new AtomicLong();
  private final Thread thread = new Thread(this::run, "keybearer-security");
  private long told; // of the thread alone: how much of what was shed the log says
  private volatile boolean closed;

  private SecurityEvents(
      @Nullable OutputStream out, SecurityListener listener, Places places, TimeSource time) {
    this.listener = listener;
    this.places = places;
    this.time = time;
    this.lines =
        out == null
            ? null
            : JsonLines.start("security-log", out, count -> lost(time.wall(), count));
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Events that a listener is told of, and that are written to a stream, which is closed in the
   * end.
   *
   * @param out throws when it fails; a {@code PrintStream} does not; null to write nothing
   */
  public static SecurityEvents to(
      @Nullable OutputStream out, SecurityListener listener, Places places, TimeSource time) {
    return new SecurityEvents(out, listener, places, time);
  }

  /**
   * The same, at the end of a file.
   *
   * @throws IOException when it cannot be opened
   */
  public static SecurityEvents open(
      Path file, SecurityListener listener, Places places, TimeSource time) throws IOException {
    return new SecurityEvents(LineFile.open(file), listener, places, time);
  }

  @Override
  public void ended(Call call, Ending ending) {
    Refusal refusal = call.refusal();
    if (refusal != null && isWanted()) {
      offer(SecurityEvent.of(call, refusal, time.wall()));
    }
  }

  @Override
  public void malformed(WireFault fault, Address socket, Answer answer) {
    if (isWanted()) {
      offer(SecurityEvent.of(fault, socket, answer, time.wall()));
    }
  }

  /** How many events nobody was told of, because they came too fast. */
  public long shed() {
    return shed.get();
  }

  /** How many lines were lost because they could not be written. */
  public long lost() {
    return lines == null ? 0 : lines.lost();
  }

  /** Tells what is there, within two seconds. May be called twice. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (lines != null) {
      lines.close();
    }
  }

  private boolean isWanted() {
    return lines != null || listener.isListening();
  }

  private void offer(SecurityEvent event) {
    if (closed || !queue.offer(event)) {
      shed.incrementAndGet();
    }
  }

  private void run() {
    while (!closed) {
      queue.await();
      handleAll();
    }
    handleAll();
  }

  private void handleAll() {
    SecurityEvent event = queue.poll();
    while (event != null) {
      handle(event);
      event = queue.poll();
    }
  }

  /** The outermost place that sees this fail. */
  private void handle(SecurityEvent event) {
    try {
      Place place = places.of(event.client());
      write(event, place);
      listener.refused(event, place);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a security event met a bug", e);
    }
  }

  private void write(SecurityEvent event, Place place) {
    if (lines == null) {
      return;
    }
    long missing = shed.get() - told;
    if (missing > 0) {
      told += missing;
      lines.offer(lost(event.at(), missing));
    }
    lines.offer(json -> event.writeTo(json, place));
  }

  private static JsonLine lost(Instant at, long count) {
    return json -> {
      json.moment("timestamp", at);
      json.number("lost", count);
    };
  }
}
