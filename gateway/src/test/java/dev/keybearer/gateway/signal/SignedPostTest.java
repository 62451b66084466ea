package dev.keybearer.gateway.signal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.token.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Posts of which somebody waits for the answer. */
class SignedPostTest {
  private static final byte[] BODY = "{}".getBytes(UTF_8);

  @Test
  void saysWhetherTheBodyArrived() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.open().answers(FakeReceiver.status(503));
        SignedPost post = SignedPost.to(Hooks.plain(receiver), TimeSource.system())) {
      assertThat(post.send("m", BODY).isTaken()).isFalse();
      assertThat(post.send("m", BODY).isTaken()).isTrue();
    }
  }

  /** Whoever waits would do so for ever, and hold up all that is behind it. */
  @Test
  void hasNoMorePatienceWithASilentReceiverOnceItIsClosed() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.open().otherwise(FakeReceiver.SILENCE)) {
      SignedPost post =
          SignedPost.to(Hooks.plain(receiver), TimeSource.system(), Duration.ofSeconds(1));
      FutureTask<SignedPost.Answer> sent = new FutureTask<>(() -> post.send("m", BODY));
      Thread _ = Thread.ofVirtual().start(sent);
      Eventually.holds("it has come", () -> receiver.messages.size() == 1);

      post.close();

      assertThatThrownBy(() -> sent.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
  }
}
