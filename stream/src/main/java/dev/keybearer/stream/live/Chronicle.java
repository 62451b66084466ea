package dev.keybearer.stream.live;

import dev.keybearer.stream.Gap;
import dev.keybearer.stream.StreamEvent;
import dev.keybearer.stream.StreamEvent.Trigger;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells the recorder what happens to one stream, as it happens. */
final class Chronicle {
  private final StreamPlan plan;
  private final Surroundings around;

  Chronicle(StreamPlan plan, Surroundings around) {
    this.plan = plan;
    this.around = around;
  }

  void failed(long generation, Death death, Duration pause) {
    Instant now = now();
    tell(
        new StreamEvent.HandshakeFailed(
            now, plan.name(), generation, death.failure(), death.reason(), now.plus(pause)));
  }

  void suspended(Death death) {
    tell(new StreamEvent.Suspended(now(), plan.name(), death.failure(), death.reason()));
  }

  void established(Connection connection) {
    tell(
        new StreamEvent.ConnectionEstablished(
            now(), plan.name(), connection.generation, connection.handshake));
  }

  void dropped(Connection connection, Death death) {
    tell(
        new StreamEvent.ConnectionDropped(
            now(), plan.name(), connection.generation, death.reason(), death.code()));
  }

  void rotated(Connection old, Connection successor, Trigger trigger, Duration overlap) {
    tell(
        new StreamEvent.TokenRotated(
            now(), plan.name(), old.generation, successor.generation, trigger, overlap));
  }

  void overdue(Connection connection, Instant ends) {
    tell(new StreamEvent.RotationOverdue(now(), plan.name(), connection.generation, ends));
  }

  void gap(@Nullable Gap gap) {
    if (gap != null) {
      tell(new StreamEvent.GapReported(now(), plan.name(), gap));
    }
  }

  void rejected(String topic, String why) {
    tell(new StreamEvent.TopicRejected(now(), plan.name(), topic, why));
  }

  void expired(String topic) {
    tell(new StreamEvent.CursorExpired(now(), plan.name(), topic, plan.keeping().afterExpiry()));
  }

  private Instant now() {
    return around.time().wall();
  }

  private void tell(StreamEvent event) {
    around.recorder().record(event);
  }
}
