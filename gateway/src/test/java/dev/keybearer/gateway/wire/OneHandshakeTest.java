package dev.keybearer.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A second handshake on one connection is not taken part in, however its octets come. */
class OneHandshakeTest {
  private static final String HELLO = "1603010003010203";
  private static final String CHANGE = "140303000101";
  private static final String FINISHED = "1603030002aaaa";
  private static final String DATA = "1703030004" + "16030100";
  private static final String EMPTY = "1703030000";

  @ParameterizedTest
  @CsvSource({
    "whole handshake of TLS 1.2, HHCFDED, true",
    "resumed one, HCFDD, true",
    "TLS 1.3, HCDDDDED, true",
    "TLS 1.3 whose hello is sent back, HCHDDD, true",
    "renegotiation of TLS 1.2, HHCFDH, false",
    "at once behind the end of the handshake, HCFF, false",
    "much later, HCFDDDDDDDDDDDDDDDDEEEEEEH, false",
    "a third hello, HCHH, false"
  })
  void passesOneHandshake(String what, String records, boolean passes) {
    String octets = records.chars().mapToObj(OneHandshakeTest::record).reduce("", String::concat);
    byte[] all = HexFormat.of().parseHex(octets);
    for (int piece : new int[] {all.length, 1, 2, 3, 5, 7}) {
      EmbeddedChannel channel = new EmbeddedChannel(new OneHandshake(fault -> {}));

      for (int from = 0; from < all.length && channel.isOpen(); from += piece) {
        channel.writeInbound(Unpooled.copiedBuffer(all, from, Math.min(piece, all.length - from)));
      }

      assertThat(channel.isOpen()).as(what + " in pieces of " + piece).isEqualTo(passes);
      channel.finishAndReleaseAll();
    }
  }

  private static String record(int word) {
    return switch (word) {
      case 'H' -> HELLO;
      case 'C' -> CHANGE;
      case 'F' -> FINISHED;
      case 'E' -> EMPTY;
      default -> DATA;
    };
  }
}
