package dev.keybearer.gateway.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.health.StreamState;
import dev.keybearer.token.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Streams as Prometheus reads them. */
class StreamMetersTest {
  private final AtomicReference<List<StreamState>> states = new AtomicReference<>(List.of());

  @Test
  void showsHowItStandsWithEachStream() {
    try (Meters meters = meters()) {
      states.set(List.of(state("live", 1_204), state("suspended", 0)));

      assertThat(meters.scrape())
          .contains("keybearer_stream_live{stream=\"live\"} 1.0\n")
          .contains("keybearer_stream_live{stream=\"suspended\"} 0.0\n")
          .contains("keybearer_stream_suspended{stream=\"suspended\"} 1.0\n")
          .contains("keybearer_stream_connections{stream=\"live\"} 2.0\n")
          .contains("keybearer_stream_silence_seconds{stream=\"live\"} 1.5\n")
          .contains("keybearer_stream_messages_total{stream=\"live\"} 1204.0\n")
          .contains("keybearer_stream_gaps_total{stream=\"live\"} 4.0\n");
    }
  }

  @Test
  void forgetsNoCountOfAStreamThatIsGone() {
    try (Meters meters = meters()) {
      states.set(List.of(state("live", 7)));
      meters.scrape();
      states.set(List.of());

      assertThat(meters.scrape())
          .contains("keybearer_stream_messages_total{stream=\"live\"} 7.0\n")
          .doesNotContain("keybearer_stream_live{");
    }
  }

  @Test
  void showsHowLongHandshakesTake() {
    try (Meters meters = meters()) {
      states.set(List.of(state("live", 7)));
      assertThat(meters.scrape())
          .contains("keybearer_stream_handshake_seconds_count{stream=\"live\"} 0\n");
      meters.shook("live", Duration.ofMillis(60));
      meters.shook("live", Duration.ofSeconds(6));

      assertThat(meters.scrape())
          .contains("keybearer_stream_handshake_seconds_bucket{stream=\"live\",le=\"0.05\"} 0\n")
          .contains("keybearer_stream_handshake_seconds_bucket{stream=\"live\",le=\"0.1\"} 1\n")
          .contains("keybearer_stream_handshake_seconds_bucket{stream=\"live\",le=\"+Inf\"} 2\n");
    }
  }

  private Meters meters() {
    Meters meters = Meters.open(TimeSource.system());
    meters.watchStreams(states::get);
    return meters;
  }

  private static StreamState state(String name, long messages) {
    return new StreamState(
        name,
        name,
        name.equals("live"),
        2,
        7,
        3,
        Duration.ofMillis(1_500),
        new StreamState.Counts(1, 2, 3, 5, 4, messages, 6, 7));
  }
}
