package dev.keybearer.token.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.Event;
import dev.keybearer.token.Token;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenSource;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rejection concerns one token and is acted on once. */
class RejectionTest {
  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void manyRejectionsOfOneTokenBringOneNewToken() throws Exception {
    TokenSource source = scene.source();
    Token dead = source.get();

    var results =
        Scene.callers(
            1000,
            () -> {
              source.reject(dead);
              return source.get();
            });

    for (Future<Token> result : results) {
      assertThat(result.get().generation()).isEqualTo(2);
    }
    assertThat(scene.asked()).isEqualTo(2);
    assertThat(scene.recorder.events(Event.TokenRejected.class)).hasSize(1);
  }

  @Test
  void aLateRejectionOfAnOldTokenHarmsNotTheNew() {
    TokenSource source = scene.source();
    Token old = source.get();
    source.reject(old);
    Token current = source.get();

    source.reject(old);

    assertThat(source.get(Duration.ZERO)).isSameAs(current);
    assertThat(scene.asked()).isEqualTo(2);
  }

  @Test
  void aServiceThatRejectsEverythingDoesNotMakeUsFloodTheIssuer() {
    TokenSource source = scene.source();

    int served = 0;
    for (int i = 0; i < 1000; i++) {
      try {
        source.reject(source.get(Duration.ZERO));
        served++;
      } catch (TokenFailure e) {
        assertThat(e.retryAt()).isNotEqualTo(scene.time.wall());
      }
    }

    assertThat(served).isLessThanOrEqualTo(3);
    assertThat(scene.asked()).isLessThanOrEqualTo(3);
  }
}
