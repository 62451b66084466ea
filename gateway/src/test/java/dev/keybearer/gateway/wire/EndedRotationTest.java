package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.Eventually;
import dev.keybearer.gateway.scene.Frame;
import dev.keybearer.gateway.scene.RawClient;
import dev.keybearer.gateway.scene.Sides.Side;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tunnel that ends while its elder side is heard to its end says nothing behind that. */
class EndedRotationTest {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final int FLOOD = 1_000;

  private final RotationScene at = new RotationScene();
  private final AtomicLong flooded = new AtomicLong();

  @AfterEach
  void close() {
    at.close();
  }

  /** Y2. Of a caller that reads slowly, so that what is said last is still to be sent. */
  @Test
  void saysNothingBehindItsLastFrame() {
    at.sides.withoutCloses();
    try (RawClient client = RawClient.connect(at.gateway.port())) {
      open(client);
      Side younger = at.overlapping();
      at.elapse(RotationScene.OVERLAP.minus(MOMENT));
      younger.say("held").say(new Frame(Frame.PING, false, new byte[0]));
      Eventually.holds("it waits for the elder", () -> hasPonged(younger));
      flood(at.sides.get(0));
      at.elapse(MOMENT);
      at.sides.get(0).closed(1000);
      at.revoke();
      Eventually.holds("both sides go", () -> at.gateway.wire().counts().upstreams() == 0);

      boolean last = client.readToEnd().endsWith("\u0088\u000f\u00111token revoked");
      assertThat(last).as("the frame that closes comes last").isTrue();
    }
    at.assertGone();
  }

  private void open(RawClient client) {
    String request = TunnelEndTest.handshake("/events");
    String token = "Authorization: Bearer " + at.token() + "\r\n\r\n";
    client.send(request.substring(0, request.length() - 2) + token).readHead();
    byte[] opening = Frame.text(RotationScene.OPENING).asOfCaller().octets();
    client.send(new String(opening, StandardCharsets.ISO_8859_1));
    at.sides.get(0).hears(RotationScene.OPENING);
  }

  private static boolean hasPonged(Side side) {
    return side.frames().stream().anyMatch(frame -> frame.first() == Frame.PONG);
  }

  /** Says more than anybody takes. */
  private void flood(Side side) {
    Frame frame = new Frame(Frame.BINARY, false, new byte[60_000]);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                for (int i = 0; i < FLOOD; i++) {
                  side.say(frame);
                  flooded.incrementAndGet();
                }
              } catch (UncheckedIOException e) {
                return; // the tunnel has ended
              }
            });
    Eventually.holds("nobody takes more", this::stalls);
  }

  private boolean stalls() {
    long before = flooded.get();
    at.settle();
    return before > 0 && flooded.get() == before;
  }
}
