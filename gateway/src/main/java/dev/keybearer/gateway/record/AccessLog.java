package dev.keybearer.gateway.record;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.Peer;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.field.JudgedFields;
import dev.keybearer.gateway.path.JudgedPath;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.verification.Verified;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line of JSON for each call that has ended, refused or not. What came on the wire and was
 * no call is not in it. Safe for use by many loops.
 *
 * <pre>
 *   {"timestamp":"2026-03-01T12:00:00Z","call":"9f86d081884c7d65","ip":"192.0.2.7","method":"GET","host":"api",
 *    "path":"/orders","status":200,"route":"orders","reason":null,"subject":"ada","duration_ms":1.5,
 *    "received":0,"sent":512,"upstream":"https://orders.example.com","how":"whole"}
 * </pre>
 */
public final class AccessLog implements CallRecorder, AutoCloseable {
  /** Nobody misses a line for so long, and at full load hundreds are written in one go. */
  private static final int GATHER_MILLIS = 20;

  private final TimeSource time;
  private final JsonLines lines;

  private AccessLog(OutputStream out, TimeSource time) {
    this.time = time;
    this.lines =
        JsonLines.start("access-log", out, count -> new Lost(time.wall(), count), GATHER_MILLIS);
  }

  /**
   * A log on a stream, which it closes in the end.
   *
   * @param out throws when it fails; a {@code PrintStream} does not
   */
  public static AccessLog to(OutputStream out, TimeSource time) {
    return new AccessLog(out, time);
  }

  /**
   * A log at the end of a file.
   *
   * @throws IOException when it cannot be opened
   */
  public static AccessLog open(Path file, TimeSource time) throws IOException {
    return new AccessLog(LineFile.open(file), time);
  }

  @Override
  public void ended(Call call, Ending ending) {
    long took = time.nanos() - call.begun();
    lines.offer(Access.of(call, ending, new Moment(time.wall(), took)));
  }

  @Override
  public void malformed(WireFault fault, Address socket, Answer answer) {}

  /** How many lines were lost so far because they came too fast or could not be written. */
  public long lost() {
    return lines.lost();
  }

  /** Writes what is there, within a second. May be called twice. */
  @Override
  public void close() {
    lines.close();
  }

  /**
   * When a call ended.
   *
   * @param took nanoseconds
   */
  private record Moment(Instant at, long took) {}

  private record Lost(Instant at, long count) implements JsonLine {
    @Override
    public void writeTo(Json json) {
      json.moment("timestamp", at);
      json.number("lost", count);
    }
  }

  /**
   * What is written of a call. The call itself is not kept, for it holds its connection and tokens.
   */
  private record Access(
      Moment moment,
      String call,
      Address client,
      String method,
      @Nullable String host,
      @Nullable JudgedPath path,
      @Nullable Way way,
      @Nullable Refusal refusal,
      @Nullable Verified caller,
      @Nullable Peer upstream,
      Ending ending)
      implements JsonLine {
    static Access of(Call call, Ending ending, Moment moment) {
      JudgedFields fields = call.judgedFields();
      Departure sent = call.sent();
      return new Access(
          moment,
          call.id(),
          call.client(),
          call.request().method(),
          fields == null ? null : fields.host().name(),
          call.judgedPath(),
          call.found(),
          call.refusal(),
          call.caller(),
          sent == null ? null : sent.to(),
          ending);
    }

    @Override
    public void writeTo(Json json) {
      json.moment("timestamp", moment.at);
      json.text("call", call);
      json.text("ip", client.toString());
      json.text("method", method);
      json.text("host", host);
      json.text("path", path == null ? null : path.path());
      json.number("status", ending.status());
      json.text("route", way == null ? null : way.name());
      json.text("reason", refusal == null ? null : refusal.ground().word());
      json.text("subject", caller == null ? null : caller.claims().subject());
      json.millis("duration_ms", moment.took);
      json.number("received", ending.received());
      json.number("sent", ending.sent());
      json.text("upstream", upstream == null ? null : upstream.origin());
      json.word("how", ending.how());
    }
  }
}
