package dev.keybearer.gateway.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.gateway.exchange.Link;
import dev.keybearer.gateway.exchange.Request;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.field.Line;
import dev.keybearer.gateway.peer.Address;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes as a head over HTTP/2 is put into one form or refused (G1, G13). */
class StreamHeadTest {
  private static final Address SOCKET = Objects.requireNonNull(Address.parse("192.0.2.1"));
  private static final Link LINK = new Link(SOCKET, true, null);

  @ParameterizedTest
  @EnumSource
  void refusesEveryMalformedHead(MalformedHead malformed) {
    assertThat(fault(malformed.fields())).isEqualTo(WireFault.FRAMING);
  }

  @Test
  void hasTheFormOfARequestOverOneConnection() {
    assertThat(
            request(
                true,
                ":method: GET",
                ":path: /a?b",
                ":scheme: https",
                ":authority: api:443",
                "accept: */*",
                "te: trailers",
                "cookie: a=b",
                "x-empty: ",
                "cookie: c=d"))
        .isEqualTo(
            new Request(
                "GET",
                "/a?b",
                List.of(
                    new Line("host", "api:443"),
                    new Line("accept", "*/*"),
                    new Line("x-empty", ""),
                    new Line("cookie", "a=b; c=d")),
                LINK));
  }

  @Test
  void tellsOfABodyWithoutLengthThatItComesInPieces() {
    assertThat(request(false, MalformedHead.good()).lines())
        .containsExactly(new Line("host", "api"), new Line("transfer-encoding", "chunked"));
    assertThat(request(false, MalformedHead.good("content-length: 5")).lines())
        .containsExactly(new Line("host", "api"), new Line("content-length", "5"));
  }

  @Test
  void takesAHostInThePlaceOfAnAuthorityOrBesideTheSame() {
    assertThat(request(true, ":method: GET", ":path: /", ":scheme: https", "host: b").lines())
        .containsExactly(new Line("host", "b"));
    assertThat(request(true, MalformedHead.good("host: API")).lines())
        .containsExactly(new Line("host", "api"));
  }

  /** The pipeline refuses it, as it does over HTTP/1.1. */
  @Test
  void leavesAMissingHostToThePipeline() {
    assertThat(request(true, ":method: GET", ":path: /", ":scheme: https").lines()).isEmpty();
  }

  @Test
  void takesTheFormsOfOptionsAndConnect() {
    assertThat(
            request(true, ":method: OPTIONS", ":path: *", ":scheme: https", ":authority: a")
                .target())
        .isEqualTo("*");
    assertThat(request(true, ":method: CONNECT", ":authority: a:1").target()).isEqualTo("a:1");
  }

  @ParameterizedTest
  @ValueSource(ints = {95, 96, 97})
  void boundsTheNumberOfFields(int more) {
    FieldsAsTheyCame fields = headers(MalformedHead.good());
    for (int i = 0; i < more; i++) {
      fields.add(AsciiString.of("x-" + i), AsciiString.of("y"));
    }

    assertThat(new StreamHead(LINK).take(fields))
        .isEqualTo(more + 4 > StreamHead.MOST_FIELDS ? WireFault.LONG_HEADER : null);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {StreamHead.LONGEST_PATH - 1, StreamHead.LONGEST_PATH, StreamHead.LONGEST_PATH + 1})
  void boundsThePath(int length) {
    String path = "/" + "a".repeat(length - 1);

    assertThat(fault(":method: GET", ":path: " + path, ":scheme: https", ":authority: a"))
        .isEqualTo(length > StreamHead.LONGEST_PATH ? WireFault.LONG_TARGET : null);
  }

  @Test
  void knowsWhichSchemeItsConnectionHas() {
    StreamHead plain = new StreamHead(Link.plain(SOCKET));

    assertThat(plain.take(headers(MalformedHead.good()))).isEqualTo(WireFault.FRAMING);
  }

  private static @Nullable WireFault fault(String... fields) {
    return new StreamHead(LINK).take(headers(fields));
  }

  private static Request request(boolean ended, String... fields) {
    StreamHead head = new StreamHead(LINK);
    assertThat(head.take(headers(fields))).isNull();
    return head.request(ended);
  }

  private static FieldsAsTheyCame headers(String... fields) {
    FieldsAsTheyCame headers = new FieldsAsTheyCame(16);
    for (String field : fields) {
      int colon = field.indexOf(": ", 1);
      headers.add(
          AsciiString.of(field.substring(0, colon)), AsciiString.of(field.substring(colon + 2)));
    }
    return headers;
  }
}
