package dev.keybearer.gateway.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.Frame;
import dev.keybearer.gateway.wire.frame.Frames.Fault;
import dev.keybearer.gateway.wire.frame.Frames.Found;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Y5: what is a frame, whatever the pieces it comes in. */
class FramesTest {
  private static final long MOST = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    // What RFC 6455 section 5.7 shows.
    "810548656c6c6f, NONE",
    "010348656c80026c6f, NONE",
    "890548656c6c6f, NONE",
    // Control frames between the parts of a message; an empty message.
    "0103486565890080026c6f, NONE",
    "8100, NONE",
    "880203e8, NONE",
    // Reserved bits and codes.
    "c10548656c6c6f, NO_FRAME",
    "a100, NO_FRAME",
    "9100, NO_FRAME",
    "8300, NO_FRAME",
    "8700, NO_FRAME",
    "8b00, NO_FRAME",
    "8f00, NO_FRAME",
    // Control frames in parts, or longer than 125.
    "0900, NO_FRAME",
    "0800, NO_FRAME",
    "897e007e, NO_FRAME",
    "887f, NO_FRAME",
    // A part of no message, and a message inside another one.
    "8000, NO_FRAME",
    "0000, NO_FRAME",
    "01008100, NO_FRAME",
    "010080008000, NO_FRAME",
    // A mask where none belongs.
    "818000000000, NO_FRAME",
    // Lengths that are longer than they need be, or below zero.
    "827e007d, NO_FRAME",
    "827f000000000000ffff, NO_FRAME",
    "827f8000000000000000, NO_FRAME",
    "827fffffffffffffffff, NO_FRAME",
    // Nothing follows a frame that closes.
    "88008100, NO_FRAME",
    "88008900, NO_FRAME",
    // Beyond what a message may have, at once and in parts, without a number that runs over.
    "827f0000000000100001, TOO_LONG",
    "827f7fffffffffffffff, TOO_LONG",
    "020100807f7fffffffffffffff, TOO_LONG"
  })
  void knowsWhatIsAFrameInOnePieceAndInMany(String hex, Fault expected) {
    byte[] octets = HexFormat.of().parseHex(hex);
    for (int piece = 1; piece <= octets.length; piece++) {
      Frames frames = new Frames(false, MOST);
      assertThat(walk(frames, octets, piece)).as("in pieces of " + piece).isEqualTo(expected);
    }
  }

  @Test
  void wantsMasksOfACaller() {
    assertThat(walk(new Frames(true, MOST), Frame.text("x").octets(), 1)).isEqualTo(Fault.NO_FRAME);
    Frames frames = new Frames(true, MOST);
    assertThat(walk(frames, Frame.text("x").asOfCaller().octets(), 3)).isEqualTo(Fault.NONE);
    assertThat(frames.isBetween()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 1 << 20})
  void findsTheEndOfFramesOfEveryLength(int length) {
    byte[] octets = new Frame(Frame.BINARY, true, new byte[length]).octets();
    Frames frames = new Frames(true, MOST);
    for (int i = 0; i < octets.length; i++) {
      assertThat(frames.isBetween()).isEqualTo(i == 0);
      frames.pass(Unpooled.wrappedBuffer(octets, i, 1));
      if (length > 1_000) { // the header octet by octet, and the rest in one piece
        i = i < 14 ? i : skip(frames, octets, i + 1);
      }
    }
    assertThat(frames.isBetween()).isTrue();
  }

  private static int skip(Frames frames, byte[] octets, int from) {
    frames.pass(Unpooled.wrappedBuffer(octets, from, octets.length - from));
    return octets.length;
  }

  @Test
  void countsAMessageOverItsParts() {
    assertThat(walk(new Frames(false, 5), hex("01034865658002486c"), 4)).isEqualTo(Fault.NONE);
    assertThat(walk(new Frames(false, 4), hex("01034865658002486c"), 4)).isEqualTo(Fault.TOO_LONG);
    assertThat(walk(new Frames(false, 4), hex("8104000000008104000000008904ffffffff"), 5))
        .isEqualTo(Fault.NONE);
  }

  /** What is whole before a fault may go on. */
  @Test
  void saysHowMuchIsGood() {
    Frames frames = new Frames(false, MOST);
    Found found = frames.pass(Unpooled.wrappedBuffer(hex("81024869" + "8100" + "f100")));

    assertThat(found).isEqualTo(new Found(6, Fault.NO_FRAME));
    assertThat(frames.isBetween()).isTrue();
  }

  /** Half a header that went on before cannot be taken back. */
  @Test
  void isNotBetweenFramesWhenHalfAHeaderWentOn() {
    Frames frames = new Frames(false, MOST);
    frames.pass(Unpooled.wrappedBuffer(hex("827f00")));
    Found found = frames.pass(Unpooled.wrappedBuffer(hex("00000000000001")));

    assertThat(found).isEqualTo(new Found(0, Fault.NO_FRAME));
    assertThat(frames.isBetween()).isFalse();
  }

  @Test
  void stopsAtTheEndOfTheFrameThatHasBegun() {
    Frames frames = new Frames(false, MOST);
    frames.pass(Unpooled.wrappedBuffer(hex("8104aa")));
    ByteBuf rest = Unpooled.wrappedBuffer(hex("bbccdd" + "8101ee"));

    assertThat(frames.passFrame(rest)).isEqualTo(new Found(3, Fault.NONE));
    assertThat(frames.isBetween()).isTrue();
    assertThat(frames.passFrame(rest)).isEqualTo(new Found(0, Fault.NONE));
  }

  @Test
  void knowsThatItWasClosed() {
    Frames frames = new Frames(false, MOST);
    assertThat(frames.isClosed()).isFalse();
    walk(frames, hex("880203e8"), 1);
    assertThat(frames.isClosed()).isTrue();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static Fault walk(Frames frames, byte[] octets, int piece) {
    for (int from = 0; from < octets.length; from += piece) {
      int length = Math.min(piece, octets.length - from);
      Found found = frames.pass(Unpooled.wrappedBuffer(octets, from, length));
      if (found.fault() != Fault.NONE) {
        return found.fault();
      }
      assertThat(found.octets()).isEqualTo(length);
    }
    return Fault.NONE;
  }
}
