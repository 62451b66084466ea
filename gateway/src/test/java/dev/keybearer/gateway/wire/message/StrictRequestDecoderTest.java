package dev.keybearer.gateway.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a packet ends, and what came before on a connection, changes nothing (G1). */
class StrictRequestDecoderTest {
  private static final String BEFORE =
      "POST /before HTTP/1.1\r\nHost: api\r\nContent-Length: 3\r\n\r\n \r\n";

  @ParameterizedTest
  @MethodSource("rows")
  void readsAlikeWhereverAPacketEnds(HostileRequest row) {
    List<String> whole = read(row.octets(), row.octets().length());

    assertThat(read(row.octets(), 1)).isEqualTo(whole);
    for (int end = 1; end < row.octets().length(); end++) {
      assertThat(readCutAt(row.octets(), end)).as("cut at %d", end).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void readsAlikeBehindAnotherRequest(HostileRequest row) {
    List<String> alone = read(row.octets(), 1);
    List<String> behind = read(BEFORE + row.octets(), 1);

    assertThat(behind.subList(behind.size() - alone.size(), behind.size())).isEqualTo(alone);
    assertThat(behind).first().isEqualTo("POST /before {Host=api, Content-Length=3}");
  }

  static Stream<HostileRequest> rows() {
    return Stream.of(FramingRows.all(), ChunkRows.all(), LineRows.all())
        .flatMap(List::stream)
        .filter(row -> row.octets().length() < 1_000);
  }

  /** Heads of any length end where they end, whatever length the pieces have. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4_000, 4_094, 4_095, 4_096, 4_097, 8_190, 30_000})
  void readsLongHeadsAndWhatFollowsThem(int length) {
    String value = "a".repeat(length);
    String first = "POST /a HTTP/1.1\r\nHost: api\r\nX: " + value + "\r\nContent-Length: 5\r\n\r\n";
    String octets = first + "he\r\nl" + BEFORE + "GET /b HTTP/1.1\r\n\r\n";
    List<String> expected =
        List.of(
            "POST /a {Host=api, X=" + value + ", Content-Length=5}",
            "he\r\nl",
            "POST /before {Host=api, Content-Length=3}",
            " \r\n",
            "GET /b {}");

    for (int piece : new int[] {3, 100, 4_095, 4_096, 4_097, octets.length()}) {
      assertThat(read(octets, piece)).as("in pieces of " + piece).isEqualTo(expected);
    }
    for (int end = first.length() - 6; end < first.length() + 6; end++) {
      assertThat(readCutAt(octets, end)).as("cut at " + end).isEqualTo(expected);
    }
  }

  @Test
  void saysThatAHeadHasBegunOnceForEach() {
    List<String> begun = new ArrayList<>();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new StrictRequestDecoder(new HeadOctets(), 1_000, () -> begun.add("begun")));
    for (char octet : (BEFORE + BEFORE + "G").toCharArray()) {
      write(channel, String.valueOf(octet));
    }

    assertThat(begun).hasSize(3);
    close(channel);
  }

  private static List<String> read(String octets, int piece) {
    EmbeddedChannel channel =
        new EmbeddedChannel(new StrictRequestDecoder(new HeadOctets(), 32 << 10, () -> {}));
    for (int from = 0; from < octets.length(); from += piece) {
      write(channel, octets.substring(from, Math.min(octets.length(), from + piece)));
    }
    return close(channel);
  }

  private static List<String> readCutAt(String octets, int end) {
    EmbeddedChannel channel =
        new EmbeddedChannel(new StrictRequestDecoder(new HeadOctets(), 32 << 10, () -> {}));
    write(channel, octets.substring(0, end));
    write(channel, octets.substring(end));
    return close(channel);
  }

  private static void write(EmbeddedChannel channel, String octets) {
    channel.writeInbound(Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1));
  }

  /** What was read; bodies without their parts, and nothing behind the first fault. */
  private static List<String> close(EmbeddedChannel channel) {
    List<String> read = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      read.addAll(words((HttpObject) next, body));
      ReferenceCountUtil.release(next);
      if (read.contains("fault")) {
        break;
      }
    }
    channel.finishAndReleaseAll();
    return read;
  }

  private static String words(RequestHead head) {
    List<String> fields = new ArrayList<>();
    head.lines().forEach(line -> fields.add(line.name() + "=" + line.value()));
    return head.method() + " " + head.target() + " {" + String.join(", ", fields) + "}";
  }

  private static List<String> words(HttpObject read, StringBuilder body) {
    if (read instanceof RequestHead head) {
      return List.of(head.fault() == null ? words(head) : "fault");
    }
    if (read.decoderResult().isFailure()) {
      return List.of("fault");
    }
    body.append(((HttpContent) read).content().toString(StandardCharsets.ISO_8859_1));
    if (!(read instanceof LastHttpContent)) {
      return List.of();
    }
    String whole = body.toString();
    body.setLength(0);
    return List.of(whole);
  }
}
