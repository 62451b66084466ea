package dev.keybearer.gateway.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where a line ends among octets. */
class AsciiTest {
  @Test
  void findsTheFirstOfItsKindWhereverItStands() {
    Random random = new Random(7);
    byte[] near = {9, 10, 11, (byte) (10 ^ 0x80), 0, -1, 'a'};
    for (int round = 0; round < 200_000; round++) {
      byte[] octets = new byte[random.nextInt(40)];
      for (int i = 0; i < octets.length; i++) {
        octets[i] = near[random.nextInt(near.length)];
      }
      int from = random.nextInt(octets.length + 1);
      int to = from + random.nextInt(octets.length - from + 1);

      assertThat(Ascii.indexOf('\n', octets, from, to)).isEqualTo(first(octets, from, to));
    }
  }

  private static int first(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
