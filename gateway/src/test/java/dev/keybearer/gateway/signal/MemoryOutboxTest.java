package dev.keybearer.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.FakeTime;
import dev.keybearer.gateway.signal.Outbox.Parcel;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for one endpoint, and how much. */
@Timeout(30)
class MemoryOutboxTest {
  private final FakeTime time = FakeTime.standing();
  private final MemoryOutbox outbox = new MemoryOutbox(time);

  @Test
  void handsOutInTheOrderTheyCameAndThoseThatFailedWhenTheyAreDue() throws InterruptedException {
    Signal first = put(EventType.TOKEN_RENEWED);
    Signal second = put(EventType.TOKEN_REVOKED);
    long now = time.nanos();

    Parcel failed = outbox.next(now);
    assertThat(failed.signal()).isEqualTo(first);
    outbox.again(failed.failed("why", now + Duration.ofSeconds(5).toNanos()));
    outbox.settle(outbox.next(now));
    assertThat(outbox.size()).isEqualTo(1);

    time.advance(Duration.ofSeconds(5));
    Parcel again = outbox.next(now);
    assertThat(again.signal()).isEqualTo(first).isNotEqualTo(second);
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  void takesAsManyAsItHasRoomForCountingThoseUnderWay() throws InterruptedException {
    for (int i = 0; i < MemoryOutbox.CAPACITY; i++) {
      put(EventType.TOKEN_RENEWED);
    }
    assertThat(outbox.put(signal(EventType.TOKEN_RENEWED))).isFalse();
    Parcel taken = outbox.next(time.nanos());
    assertThat(outbox.put(signal(EventType.TOKEN_RENEWED))).isFalse();
    outbox.settle(taken);
    assertThat(outbox.put(signal(EventType.TOKEN_RENEWED))).isTrue();
    assertThat(outbox.clear()).isEqualTo(MemoryOutbox.CAPACITY);
  }

  /** An attacker who causes refusals without end must not silence the tokens. */
  @Test
  void leavesRoomForTokensInAFloodOfRefusals() {
    for (int i = 0; i < MemoryOutbox.MOST_OF_SECURITY; i++) {
      put(EventType.SECURITY_AUTH_FAILURE);
    }
    assertThat(outbox.put(signal(EventType.SECURITY_AUTH_FAILURE))).isFalse();
    assertThat(outbox.put(signal(EventType.TOKEN_RENEWAL_FAILED))).isTrue();
  }

  private Signal put(EventType type) {
    Signal signal = signal(type);
    assertThat(outbox.put(signal)).isTrue();
    return signal;
  }

  private static Signal signal(EventType type) {
    return Signal.of(type, Instant.EPOCH, json -> {});
  }
}
