package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.scene.Frame;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class OpeningTest {
  /** Of a masked frame of such a length. */
  private static final int HEADER = 8;

  private static final byte[] FIRST = Frame.text("first").asOfCaller().octets();
  private static final byte[] SECOND = Frame.text("second").asOfCaller().octets();

  @Test
  void isWholeAtOnceWhenNothingIsToBeRepeated() {
    Opening opening = new Opening(0);

    assertThat(opening.isWhole()).isTrue();
    assertThat(opening.hears(Unpooled.wrappedBuffer(FIRST))).isFalse();
    assertThat(opening.again().isReadable()).isFalse();
  }

  @Test
  void keepsSoManyMessagesAsTheyCameWhereverThePiecesEnd() {
    byte[] all = joined(FIRST, SECOND, FIRST);
    for (int piece = 1; piece <= all.length; piece++) {
      Opening opening = new Opening(2);
      boolean wants = true;
      for (int at = 0; at < all.length && wants; at += piece) {
        wants = opening.hears(Unpooled.wrappedBuffer(all, at, Math.min(piece, all.length - at)));
      }
      assertThat(opening.isWhole()).isTrue();
      assertThat(ByteBufUtil.getBytes(opening.again())).isEqualTo(joined(FIRST, SECOND));
      assertThat(ByteBufUtil.getBytes(opening.again())).isEqualTo(joined(FIRST, SECOND));
    }
  }

  @Test
  void keepsTheFramesOfAMessageAndNotThePingBetweenThem() {
    byte[] begun = new Frame(1, true, new byte[] {'a'}).octets();
    byte[] ping = new Frame(Frame.PING, true, new byte[0]).octets();
    byte[] rest = new Frame(0x80, true, new byte[] {'b'}).octets();
    Opening opening = new Opening(1);

    assertThat(opening.hears(Unpooled.wrappedBuffer(begun, ping))).isTrue();
    assertThat(opening.isWhole()).isFalse();
    assertThat(opening.hears(Unpooled.wrappedBuffer(rest))).isFalse();

    assertThat(ByteBufUtil.getBytes(opening.again())).isEqualTo(joined(begun, rest));
  }

  @Test
  void keepsSixtyFourKibibytesAndNoMore() {
    assertThat(after(Opening.MOST - HEADER).isWhole()).isTrue();
    assertThat(after(Opening.MOST - HEADER).isTooLong()).isFalse();
    assertThat(after(Opening.MOST - HEADER + 1).isWhole()).isFalse();
    assertThat(after(Opening.MOST - HEADER + 1).isTooLong()).isTrue();
    assertThat(after(Opening.MOST + 1).isTooLong()).isTrue();
  }

  @Test
  void countsAllOfItsMessages() {
    Opening opening = new Opening(2);
    byte[] half = Frame.text("x".repeat(Opening.MOST / 2)).asOfCaller().octets();

    assertThat(opening.hears(Unpooled.wrappedBuffer(half))).isTrue();
    assertThat(opening.hears(Unpooled.wrappedBuffer(half))).isFalse();

    assertThat(opening.isTooLong()).isTrue();
  }

  /** Frames that hold nothing count as well, or a message would go on for ever. */
  @Test
  void keepsSixtyFourKibibytesOfFramesThatHoldNothing() {
    byte[] begun = new Frame(1, true, new byte[4]).octets();
    byte[] nothing = new Frame(0, true, new byte[0]).octets();
    int most = (Opening.MOST - begun.length) / nothing.length;
    Opening opening = new Opening(1);
    assertThat(opening.hears(Unpooled.wrappedBuffer(begun))).isTrue();
    for (int i = 0; i < most; i++) {
      assertThat(opening.hears(Unpooled.wrappedBuffer(nothing))).isTrue();
    }
    assertThat(begun.length + most * nothing.length).isEqualTo(Opening.MOST);
    assertThat(opening.isTooLong()).isFalse();

    assertThat(opening.hears(Unpooled.wrappedBuffer(nothing))).isFalse();

    assertThat(opening.isTooLong()).isTrue();
    assertThat(opening.isWhole()).isFalse();
    assertThat(opening.again().isReadable()).isFalse();
  }

  private static Opening after(int length) {
    Opening opening = new Opening(1);
    opening.hears(Unpooled.wrappedBuffer(Frame.text("x".repeat(length)).asOfCaller().octets()));
    return opening;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
