package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.wire.ExchangeState.Held;
import dev.keybearer.gateway.wire.ExchangeState.Passing;
import dev.keybearer.gateway.wire.ExchangeState.Phase;
import dev.keybearer.gateway.wire.ExchangeState.Sending;
import dev.keybearer.gateway.wire.ExchangeState.Tunnelling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Notices who lets an exchange wait for too long. Used by its loop's thread only. */
final class Pace {
  private final ClientSide client;
  private final RequestBody body;
  private final Progress progress;

  Pace(ClientSide client, RequestBody body) {
    this.client = client;
    this.body = body;
    this.progress = new Progress(client.loop().now());
  }

  /** Something has moved. */
  void moved() {
    progress.moved(client.loop().now());
  }

  /** Who is too slow; asked on every tick. Nobody is before something is attempted. */
  Late late(ExchangeState state, @Nullable Attempt attempt, long now) {
    return attempt == null
        ? Late.NOBODY
        : late(state, attempt.departure().to().limits().answer(), now);
  }

  /**
   * Who is too slow.
   *
   * @param answer how long an upstream may take for each part of an answer
   */
  private Late late(ExchangeState state, Duration answer, long now) {
    return switch (state) {
      case Sending sending -> {
        if (isCallerAwaited(sending.upstream())) {
          yield body(now);
        }
        yield progress.isOver(now, answer) ? Late.SILENT : Late.NOBODY;
      }
      case Passing passing -> {
        if (!client.isWritable()) {
          yield isIdle(now) ? Late.CALLER : Late.NOBODY;
        }
        if (progress.isOver(now, answer)) {
          yield Late.UPSTREAM;
        }
        yield isCallerAwaited(passing.upstream()) ? body(now) : Late.NOBODY;
      }
      case Held _ -> Late.NOBODY;
      case Tunnelling _ -> Late.NOBODY; // knows by itself
      case Phase _ -> Late.NOBODY;
    };
  }

  private boolean isCallerAwaited(UpstreamConnection upstream) {
    return !body.isWhole() && upstream.isWritable();
  }

  /** A body that came fast may not stand still for long either. */
  private Late body(long now) {
    boolean slow = progress.awaitsBody(body.length());
    return slow || isIdle(now) ? Late.CALLER : Late.NOBODY;
  }

  private boolean isIdle(long now) {
    return progress.isOver(now, client.loop().limits().idle());
  }

  /** Who is too slow. */
  enum Late {
    /** Nobody. */
    NOBODY,
    /** The caller, with its body or with taking the answer. */
    CALLER,
    /** The upstream, in the middle of its answer. */
    UPSTREAM,
    /** The upstream, which has not begun to answer. */
    SILENT
  }
}
