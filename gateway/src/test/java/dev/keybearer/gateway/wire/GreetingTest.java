package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.Frame;
import io.netty.buffer.Unpooled;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GreetingTest {
  private static final long SKEW = 1_000;

  private long age;
  private final Greeting greeting = new Greeting(() -> age, new Opening(0), SKEW);

  @Test
  void knowsHowOftenEachMessageWasSaid() {
    Frame hello = Frame.text("hello");
    assertThat(hears(hello)).isTrue();
    assertThat(hears(Frame.text("you"))).isTrue();
    assertThat(hears(hello)).isTrue();

    assertThat(greeting.again()).isEqualTo(Map.of(text(hello), 2, text(Frame.text("you")), 1));
  }

  @Test
  void listensForASkewFromTheOpeningOn() {
    assertThat(hears(Frame.text("first"))).isTrue();
    age = SKEW;
    assertThat(hears(Frame.text("just"))).isTrue();
    age = SKEW + 1;
    assertThat(hears(Frame.text("late"))).isFalse();

    assertThat(greeting.again())
        .containsOnlyKeys(text(Frame.text("first")), text(Frame.text("just")));
  }

  /** Frames that hold nothing count as well, or a message would go on for ever. */
  @Test
  void keepsSixtyFourKibibytesOfFramesThatHoldNothing() {
    Frame begun = new Frame(1, false, new byte[2]);
    Frame nothing = new Frame(0, false, new byte[0]);
    int most = (Greeting.MOST - begun.octets().length) / 2;
    assertThat(hears(begun)).isTrue();
    for (int i = 0; i < most; i++) {
      assertThat(hears(nothing)).isTrue();
    }
    assertThat(begun.octets().length + most * 2).isEqualTo(Greeting.MOST);

    assertThat(hears(nothing)).isFalse();
    assertThat(greeting.again()).isEmpty();
  }

  private boolean hears(Frame frame) {
    return greeting.hears(Unpooled.wrappedBuffer(frame.octets()));
  }

  private static String text(Frame frame) {
    return Greeting.text(frame.octets());
  }
}
