package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.Frame;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecollectionTest {
  private static final long SKEW = 1_000;

  /** Of a frame of such a length. */
  private static final int HEADER = 10;

  private long age;
  private final Recollection heard = new Recollection(() -> age, SKEW);

  @Test
  void tellsWhatWasSaidWithinASkew() {
    hears(Frame.text("a"));
    age = SKEW;
    hears(Frame.text("b"));
    assertThat(told()).containsExactly(text(Frame.text("a")), text(Frame.text("b")));
    age = SKEW + 1;

    assertThat(told()).containsExactly(text(Frame.text("b")));
  }

  @Test
  void remembersAMessageOfAMebibyteWithItsHeader() {
    assertThat(hears(ofLength(Recollection.MOST - HEADER))).isTrue();

    assertThat(told()).hasSize(1);
  }

  @Test
  void forgetsALongerMessageAndGoesOn() {
    for (int length : List.of(Recollection.MOST - HEADER + 1, Recollection.MOST)) {
      assertThat(hears(ofLength(length))).isTrue();
      assertThat(told()).isEmpty();
    }
    assertThat(hears(Frame.text("on"))).isTrue();

    assertThat(told()).containsExactly(text(Frame.text("on")));
  }

  @Test
  void forgetsTheOldestBeyondAMebibyte() {
    hears(Frame.text("oldest"));
    hears(ofLength(Recollection.MOST - HEADER));

    assertThat(told()).containsExactly(text(ofLength(Recollection.MOST - HEADER)));
  }

  @Test
  void listensNoMoreWhenAMessageThatComesInPartsIsTooLong() {
    byte[] message = ofLength(Recollection.MOST).octets();
    hears(Frame.text("before"));
    assertThat(heard.hears(Unpooled.wrappedBuffer(message, 0, Recollection.MOST))).isTrue();

    assertThat(heard.hears(Unpooled.wrappedBuffer(message, Recollection.MOST, 1))).isFalse();
    assertThat(told()).containsExactly(text(Frame.text("before")));
  }

  /** Frames that hold nothing count as well, or a message would go on for ever. */
  @Test
  void keepsAMebibyteOfFramesThatHoldNothing() {
    Frame begun = new Frame(1, false, new byte[2]);
    byte[] nothing = new byte[Recollection.MOST - begun.octets().length]; // two octets a frame
    hears(Frame.text("before"));
    assertThat(hears(begun)).isTrue();
    assertThat(heard.hears(Unpooled.wrappedBuffer(nothing))).isTrue();

    assertThat(hears(new Frame(0, false, new byte[0]))).isFalse();
    assertThat(told()).containsExactly(text(Frame.text("before")));
  }

  private boolean hears(Frame frame) {
    return heard.hears(Unpooled.wrappedBuffer(frame.octets()));
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    heard.tell(said -> told.add(said.text()));
    return told;
  }

  private static Frame ofLength(int length) {
    return new Frame(Frame.BINARY, false, new byte[length]);
  }

  private static String text(Frame frame) {
    return Greeting.text(frame.octets());
  }
}
