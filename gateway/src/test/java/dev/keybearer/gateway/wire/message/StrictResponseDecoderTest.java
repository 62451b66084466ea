package dev.keybearer.gateway.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** G2: where a packet ends changes nothing, and what is read is what everybody reads. */
class StrictResponseDecoderTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String BEFORE = OK + "Content-Length: 3\r\n\r\n \r\n";
  private static final int LONGEST_LINE = 8 << 10;
  private static final int LONGEST_HEAD = 64 << 10;
  private static final int MOST_FIELDS = 250;

  @ParameterizedTest
  @MethodSource("dev.keybearer.gateway.wire.message.BrokenAnswers#ambiguous")
  void refusesAlikeWhereverAPacketEnds(String answer) {
    if (answer.length() < 1_000 && !answer.contains(" 101 ")) {
      assertThat(read(answer, 1, false)).last().isEqualTo("fault");
      assertThat(read(BEFORE + answer, 1, false)).last().isEqualTo("fault");
      for (int end = 1; end < answer.length(); end++) {
        assertThat(readCutAt(answer, end)).as("cut at %d", end).last().isEqualTo("fault");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sound")
  void readsAlikeWhereverAPacketEnds(String answer, List<String> words) {
    assertThat(read(answer, answer.length(), false)).isEqualTo(words);
    assertThat(read(answer, 1, false)).isEqualTo(words);
    for (int end = 1; end < answer.length(); end++) {
      assertThat(readCutAt(answer, end)).as("cut at %d", end).isEqualTo(words);
    }
  }

  static Stream<Arguments> sound() {
    return Stream.of(
        row(OK + "Content-Length: 2\r\n\r\nok", "200 {Content-Length=2}", "ok {}"),
        row(OK + "Content-Length: 0\r\n\r\n", "200 {Content-Length=0}", " {}"),
        row(OK + "content-length:2\r\nX-A:\r\n\r\nok", "200 {content-length=2, X-A=}", "ok {}"),
        row(OK + "Content-Length \t: \t2 \r\n\r\nok", "200 {Content-Length=2}", "ok {}"),
        row("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", "200 {Content-Length=2}", "ok {}"),
        row("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok", "200 {Content-Length=2}", "ok {}"),
        row(
            "HTTP/1.1 999 \u00e4 b\t\r\nContent-Length: 0\r\n\r\n",
            "999 {Content-Length=0}",
            " {}"),
        row(OK + "X-A: \u00e4, b\r\n\r\nto the end", "200 {X-A=\u00e4, b}", "to the end {}"),
        row("HTTP/1.0 200 OK\r\n\r\n", "200 {}", " {}"),
        row(
            OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n1;a=b\r\n!\r\n0\r\n\r\n",
            "200 {Transfer-Encoding=chunked}",
            "ok! {}"),
        row(
            OK + "Transfer-Encoding: chunked\r\n\r\n0\r\nX-Sum: 7 \r\nX-B:\r\n\r\n",
            "200 {Transfer-Encoding=chunked}",
            " {X-Sum=7, X-B=}"),
        row("HTTP/1.1 204 X\r\nContent-Length: 2\r\n\r\n", "204 {Content-Length=2}", " {}"),
        row("HTTP/1.1 304 X\r\nContent-Length: 2\r\n\r\n", "304 {Content-Length=2}", " {}"),
        row(
            "HTTP/1.1 103 X\r\nContent-Length: 2\r\n\r\n" + OK + "Content-Length: 1\r\n\r\na",
            "103 {Content-Length=2}",
            "200 {Content-Length=1}",
            "a {}"),
        row(
            BEFORE + BEFORE,
            "200 {Content-Length=3}",
            " \r\n {}",
            "200 {Content-Length=3}",
            " \r\n {}"));
  }

  private static Arguments row(String answer, String... words) {
    return Arguments.of(answer, List.of(words));
  }

  @ParameterizedTest
  @MethodSource("dev.keybearer.gateway.wire.message.BrokenAnswers#halfHeads")
  void takesHalfAHeadForNone(String answer) {
    assertThat(read(answer, answer.length(), false)).last().isEqualTo("fault");
  }

  @ParameterizedTest
  @MethodSource("dev.keybearer.gateway.wire.message.BrokenAnswers#halfBodies")
  void findsNoEndOfHalfABody(String answer) {
    assertThat(read(answer, answer.length(), false))
        .hasSizeLessThanOrEqualTo(2)
        .doesNotContain(" {}");
  }

  @Test
  void readsNoBodyBehindAnAnswerToHead() {
    assertThat(read(OK + "Content-Length: 17\r\n\r\n" + BEFORE, 1, true))
        .containsExactly(
            "200 {Content-Length=17}", " {}", "200 {Content-Length=3}", " {}", "fault");
    assertThat(read(OK + "Transfer-Encoding: chunked\r\n\r\n", 1, true))
        .containsExactly("200 {Transfer-Encoding=chunked}", " {}");
  }

  /** What comes behind belongs to whoever takes the connection over. */
  @Test
  void leavesWhatComesBehindAChangeOfProtocol() {
    StrictResponseDecoder decoder = new StrictResponseDecoder(new HeadOctets());
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    write(channel, "HTTP/1.1 101 X\r\n\r\n" + OK + "\r\n");
    assertThat(channel.<Object>readInbound()).isInstanceOf(AnswerHead.class);
    assertThat(channel.<Object>readInbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(channel.<Object>readInbound()).isNull();
    assertThat(decoder.hasMore()).isTrue();

    channel.pipeline().remove(decoder);

    io.netty.buffer.ByteBuf left = channel.readInbound();
    assertThat(left.toString(StandardCharsets.ISO_8859_1)).isEqualTo(OK + "\r\n");
    left.release();
    channel.finishAndReleaseAll();
  }

  @Test
  void readsFirstLineOfSomeLengthOnly() {
    String start = "HTTP/1.1 200 ";
    String end = "\r\nContent-Length: 0\r\n\r\n";
    int room = LONGEST_LINE - start.length();

    assertThat(isRead(start + "O".repeat(room) + end)).isTrue();
    assertThat(isRead(start + "O".repeat(room + 1) + end)).isFalse();
  }

  @Test
  void readsHeadOfSomeLengthOnly() {
    String end = "Content-Length: 0";
    int room = LONGEST_HEAD - end.length() - "X-A: ".length();

    assertThat(isRead(OK + "X-A: " + "b".repeat(room) + "\r\n" + end + "\r\n\r\n")).isTrue();
    assertThat(isRead(OK + "X-A: " + "b".repeat(room + 1) + "\r\n" + end + "\r\n\r\n")).isFalse();
  }

  @Test
  void readsSomeFieldsOnly() {
    String end = "Content-Length: 0\r\n\r\n";

    assertThat(isRead(OK + "X-A: b\r\n".repeat(MOST_FIELDS - 1) + end)).isTrue();
    assertThat(isRead(OK + "X-A: b\r\n".repeat(MOST_FIELDS) + end)).isFalse();
  }

  @Test
  void readsTrailersOfSomeLengthOnly() {
    String start = OK + "Transfer-Encoding: chunked\r\n\r\n0\r\nX-A: ";
    int room = LONGEST_HEAD - "X-A: ".length() - 1; // the CR counts until its line has ended

    assertThat(isRead(start + "b".repeat(room) + "\r\n\r\n")).isTrue();
    assertThat(isRead(start + "b".repeat(room + 1) + "\r\n\r\n")).isFalse();
  }

  private static boolean isRead(String answer) {
    return !read(answer, answer.length(), false).contains("fault");
  }

  private static List<String> read(String octets, int piece, boolean toHead) {
    EmbeddedChannel channel = channel(toHead);
    for (int from = 0; from < octets.length(); from += piece) {
      write(channel, octets.substring(from, Math.min(octets.length(), from + piece)));
    }
    return end(channel);
  }

  private static List<String> readCutAt(String octets, int end) {
    EmbeddedChannel channel = channel(false);
    write(channel, octets.substring(0, end));
    write(channel, octets.substring(end));
    return end(channel);
  }

  private static EmbeddedChannel channel(boolean toHead) {
    StrictResponseDecoder decoder = new StrictResponseDecoder(new HeadOctets());
    decoder.awaits(toHead);
    return new EmbeddedChannel(decoder);
  }

  private static void write(EmbeddedChannel channel, String octets) {
    channel.writeInbound(Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1));
  }

  /** What was read up to the end of the connection; bodies without their parts. */
  private static List<String> end(EmbeddedChannel channel) {
    channel.finish();
    List<String> read = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      if (next instanceof AnswerHead head) {
        read.add(words(head));
      } else {
        read.addAll(words((HttpContent) next, body));
      }
      ReferenceCountUtil.release(next);
    }
    channel.releaseInbound();
    return read;
  }

  private static String words(AnswerHead head) {
    List<String> fields = new ArrayList<>();
    head.forEach((name, value) -> fields.add(name + "=" + text(value)));
    return head.status() + " {" + String.join(", ", fields) + "}";
  }

  private static String text(CharSequence value) {
    StringBuilder text = new StringBuilder();
    value.chars().forEach(character -> text.append((char) (character & 0xff)));
    return text.toString();
  }

  private static List<String> words(HttpContent part, StringBuilder body) {
    if (part.decoderResult().isFailure()) {
      return List.of("fault");
    }
    body.append(part.content().toString(StandardCharsets.ISO_8859_1));
    if (!(part instanceof LastHttpContent last)) {
      return List.of();
    }
    List<String> trailers = new ArrayList<>();
    last.trailingHeaders().forEach(each -> trailers.add(each.getKey() + "=" + each.getValue()));
    String whole = body + " {" + String.join(", ", trailers) + "}";
    body.setLength(0);
    return List.of(whole);
  }
}
