package dev.keybearer.cli.wiring;

import dev.keybearer.gateway.meter.Meters;
import dev.keybearer.gateway.record.Entry;
import dev.keybearer.gateway.record.Json;
import dev.keybearer.gateway.record.Ledger;
import dev.keybearer.gateway.signal.EventType;
import dev.keybearer.gateway.signal.Signals;
import dev.keybearer.sink.DeliveryLine;
import dev.keybearer.stream.Gap;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.StreamRecorder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Writes down what happens to streams, times their handshakes, and tells those who want to know.
 * The words of a failure stay in the ledger: they may quote what somebody else said.
 */
final class StreamNotes implements StreamRecorder {
  private final Ledger ledger;
  private final Meters meters;
  private final Signals signals;

  StreamNotes(Ledger ledger, Meters meters, Signals signals) {
    this.ledger = ledger;
    this.meters = meters;
    this.signals = signals;
  }

  @Override
  public void record(StreamEvent event) {
    if (event instanceof StreamEvent.ConnectionEstablished made) {
      meters.shook(made.stream(), made.handshake());
    }
    EventType type = type(event);
    Map<String, Object> details = details(event);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("stream", event.stream());
    all.putAll(details);
    String words = words(event);
    if (!words.isEmpty()) {
      all.put("message", words);
    }
    ledger.append(
        new Entry(event.at(), type.text().toUpperCase(Locale.ROOT).replace('.', '_'), null, all));
    if (signals.isWanted(type)) {
      signals.offer(type, event.at(), json -> write(json, event, details));
    }
  }

  private static void write(Json json, StreamEvent event, Map<String, Object> details) {
    json.text("stream", event.stream());
    json.moment("timestamp", event.at());
    details.forEach(
        (name, value) -> {
          switch (value) {
            case Long number -> json.number(name, number);
            case Boolean fact -> json.fact(name, fact);
            case List<?> texts -> json.texts(name, texts);
            default -> json.text(name, value.toString());
          }
        });
  }

  private static EventType type(StreamEvent event) {
    return switch (event) {
      case StreamEvent.HandshakeStarted _ -> EventType.STREAM_HANDSHAKE_STARTED;
      case StreamEvent.HandshakeFailed _ -> EventType.STREAM_HANDSHAKE_FAILED;
      case StreamEvent.ConnectionEstablished _ -> EventType.STREAM_CONNECTION_ESTABLISHED;
      case StreamEvent.ConnectionDropped _ -> EventType.STREAM_CONNECTION_DROPPED;
      case StreamEvent.TokenRotated _ -> EventType.STREAM_TOKEN_ROTATED;
      case StreamEvent.RotationOverdue _ -> EventType.STREAM_ROTATION_OVERDUE;
      case StreamEvent.GapReported _ -> EventType.STREAM_GAP;
      case StreamEvent.TopicRejected _ -> EventType.STREAM_TOPIC_REJECTED;
      case StreamEvent.CursorExpired _ -> EventType.STREAM_CURSOR_EXPIRED;
      case StreamEvent.Suspended _ -> EventType.STREAM_SUSPENDED;
      case StreamEvent.ReceiverFailed _ -> EventType.STREAM_RECEIVER_FAILED;
      case StreamEvent.Stopped _ -> EventType.STREAM_STOPPED;
    };
  }

  private static Map<String, Object> details(StreamEvent event) {
    Map<String, Object> details = new LinkedHashMap<>();
    switch (event) {
      case StreamEvent.HandshakeStarted e -> details.put("generation", e.generation());
      case StreamEvent.HandshakeFailed e -> {
        details.put("generation", e.generation());
        details.put("kind", DeliveryLine.word(e.kind()));
        details.put("retryAt", e.retryAt().toString());
      }
      case StreamEvent.ConnectionEstablished e -> {
        details.put("generation", e.generation());
        details.put("latencyMs", e.handshake().toMillis());
      }
      case StreamEvent.ConnectionDropped e -> put(details, e);
      case StreamEvent.TokenRotated e -> {
        details.put("from", e.from());
        details.put("to", e.to());
        details.put("trigger", DeliveryLine.word(e.trigger()));
        details.put("overlapMs", e.overlap().toMillis());
      }
      case StreamEvent.RotationOverdue e -> {
        details.put("generation", e.generation());
        details.put("ends", e.ends().toString());
      }
      case StreamEvent.GapReported e -> put(details, e.gap());
      case StreamEvent.TopicRejected e -> details.put("topic", e.topic());
      case StreamEvent.CursorExpired e -> {
        details.put("topic", e.topic());
        details.put("policy", DeliveryLine.word(e.policy()));
      }
      case StreamEvent.Suspended e -> details.put("kind", DeliveryLine.word(e.kind()));
      case StreamEvent.ReceiverFailed e -> {
        details.put("kind", e.kind());
        details.put("retryAt", e.retryAt().toString());
      }
      case StreamEvent.Stopped _ -> {}
    }
    return details;
  }

  private static void put(Map<String, Object> details, StreamEvent.ConnectionDropped dropped) {
    details.put("generation", dropped.generation());
    Integer code = dropped.closeCode();
    if (code != null) {
      details.put("code", code.longValue());
    }
  }

  private static void put(Map<String, Object> details, Gap gap) {
    details.put("topics", gap.topics());
    details.put("from", gap.from().toString());
    details.put("to", gap.to().toString());
    details.put("cause", DeliveryLine.word(gap.cause()));
    details.put("overlapTried", gap.overlapTried());
    details.put("backfilled", gap.backfilled());
  }

  private static String words(StreamEvent event) {
    return switch (event) {
      case StreamEvent.HandshakeFailed e -> e.message();
      case StreamEvent.ConnectionDropped e -> e.reason();
      case StreamEvent.TopicRejected e -> e.message();
      case StreamEvent.Suspended e -> e.message();
      case StreamEvent.ReceiverFailed e -> Objects.requireNonNullElse(e.message(), "");
      default -> "";
    };
  }
}
