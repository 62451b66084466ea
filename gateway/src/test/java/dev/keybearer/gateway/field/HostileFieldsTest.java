package dev.keybearer.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** G1, G6, G8, B2: headers that recipients read in different ways. */
class HostileFieldsTest {
  private static final FieldsJudge JUDGE = FieldsJudge.of(List.of("X-Orders-Role"));

  @ParameterizedTest
  @MethodSource({
    "names",
    "values",
    "repeated",
    "aliases",
    "lengths",
    "codings",
    "lengthsWithCodings",
    "namesThatStay",
    "brokenConnections",
    "secondConnections"
  })
  void refusesWhatCanBeReadInTwoWays(FieldFault fault, List<Line> lines) {
    List<Line> header = new ArrayList<>(lines);
    header.addFirst(new Line("Host", "api.example.com"));

    assertThat(JUDGE.judge(header))
        .isInstanceOfSatisfying(
            FieldsJudgement.Refused.class, refused -> assertThat(refused.fault()).isEqualTo(fault));
  }

  @ParameterizedTest
  @MethodSource({"hosts", "moreHosts"})
  void refusesAHostThatIsNone(String host) {
    assertThat(JUDGE.judge(List.of(new Line("Host", host))))
        .isEqualTo(new FieldsJudgement.Refused(FieldFault.HOST, "Host"));
  }

  static Stream<Arguments> names() {
    return Stream.of(
            "",
            " ",
            "X Y",
            "X-A ",
            " X-A",
            "X-A:",
            "X\u0000",
            "X\r\nY",
            "X\n",
            "X\tY",
            "X(Y)",
            "X,Y",
            "X/Y",
            "X;Y",
            "X=Y",
            "X@Y",
            "X[0]",
            "X\\Y",
            "X{Y}",
            "X\"",
            "X\u007f",
            "X\u00e9",
            "X\u017f",
            "Authorization ",
            "Content-Length\u0000",
            "Transfer-Encoding\u000b")
        .map(name -> row(FieldFault.NAME, name, "1"));
  }

  static Stream<Arguments> values() {
    return Stream.of(
            "\r",
            "\n",
            "\u0000",
            "a\rb",
            "a\nb",
            "a\r\nX-Evil: 1",
            "a\r\n b",
            "a\u0000",
            "\u0001",
            "a\u0008",
            "a\u000bb",
            "a\u000cb",
            "a\u001b[31m",
            "a\u001f",
            "a\u007f",
            "a\u0100",
            "a\u010ab",
            "a\u560d\u560aX: 1",
            "\ud83d\ude00")
        .map(value -> row(FieldFault.VALUE, "X-A", value));
  }

  static Stream<Arguments> repeated() {
    return Stream.of(
        row(FieldFault.REPEATED, "Host", "api.example.com"),
        row(FieldFault.REPEATED, "host", "evil.example"),
        row(FieldFault.REPEATED, "HOST", ""),
        row(FieldFault.REPEATED, "Authorization", "Bearer a", "Authorization", "Bearer a"),
        row(FieldFault.REPEATED, "Authorization", "Bearer a", "authorization", "Bearer b"),
        row(FieldFault.REPEATED, "Authorization", "Basic a", "AUTHORIZATION", "Bearer b"),
        row(FieldFault.REPEATED, "Authorization", "", "Authorization", "Bearer b"),
        row(FieldFault.REPEATED, "Authorization", "Bearer a", "X-A", "1", "Authorization", ""),
        row(FieldFault.REPEATED, "Content-Length", "5", "Content-Length", "5"),
        row(FieldFault.REPEATED, "Content-Length", "5", "content-length", "6"),
        row(FieldFault.REPEATED, "Content-Length", "0", "Content-Length", "x"),
        row(FieldFault.REPEATED, "Transfer-Encoding", "chunked", "Transfer-Encoding", "chunked"),
        row(FieldFault.REPEATED, "Transfer-Encoding", "chunked", "transfer-encoding", "identity"),
        row(FieldFault.REPEATED, "Content-Type", "a/b", "Content-Type", "a/b"),
        row(FieldFault.REPEATED, "Content-Type", "a/b", "content-type", "c/d"),
        row(FieldFault.REPEATED, "Origin", "https://a.example", "Origin", "null"),
        row(FieldFault.REPEATED, "Range", "bytes=0-1", "Range", "bytes=2-3"),
        row(FieldFault.REPEATED, "User-Agent", "a", "User-Agent", "b"),
        row(FieldFault.REPEATED, "Expect", "100-continue", "Expect", "100-continue"));
  }

  static Stream<Arguments> aliases() {
    return Stream.of(
            "Content_Length",
            "content.length",
            "Transfer_Encoding",
            "Transfer.Encoding",
            "transfer~encoding",
            "Content_Type",
            "Proxy_Authorization",
            "Keep_Alive",
            "User_Agent",
            "If_Range",
            "Proxy_Connection",
            "HTTP2_Settings",
            "Max!Forwards",
            "Content*Range")
        .map(name -> row(FieldFault.ALIAS, name, "5"));
  }

  static Stream<Arguments> lengths() {
    return Stream.of(
            "",
            " ",
            "+5",
            "-5",
            "-0",
            "5 ",
            " 5",
            "5, 5",
            "5,5",
            "5,6",
            "0x5",
            "5_0",
            "5.0",
            "1e3",
            "five",
            "\u0665",
            "\u00b2",
            "1234567890123456789",
            "99999999999999999999",
            "5;a")
        .filter(value -> Grammar.isValue(value))
        .map(value -> row(FieldFault.LENGTH, "Content-Length", value));
  }

  static Stream<Arguments> codings() {
    return Stream.of(
            "",
            "Chunked",
            "CHUNKED",
            "identity",
            "chunked, identity",
            "identity, chunked",
            "gzip, chunked",
            "chunked, chunked",
            "chunked,",
            ",chunked",
            "chunked;a=b",
            "chunked;",
            " chunked",
            "chunked ",
            "\tchunked",
            "xchunked",
            "chunked x",
            "\"chunked\"",
            "chunke",
            "chunkedd",
            "deflate",
            "chunked\u00a0")
        .map(value -> row(FieldFault.CODING, "Transfer-Encoding", value));
  }

  static Stream<Arguments> lengthsWithCodings() {
    return Stream.of(
        row(FieldFault.LENGTH_AND_CODING, "Content-Length", "5", "Transfer-Encoding", "chunked"),
        row(FieldFault.LENGTH_AND_CODING, "Transfer-Encoding", "chunked", "Content-Length", "5"),
        row(FieldFault.LENGTH_AND_CODING, "Content-Length", "0", "transfer-encoding", "x"),
        row(FieldFault.LENGTH_AND_CODING, "Transfer-Encoding", "chunked", "content-length", "x"));
  }

  static Stream<Arguments> namesThatStay() {
    return Stream.of(
            "Host",
            "host",
            "Authorization",
            "AUTHORIZATION",
            "close, Authorization",
            "DPoP",
            "Content-Length",
            "content_length",
            "Transfer-Encoding",
            "Cookie",
            "cookie,close",
            "X-Forwarded-For",
            "x_forwarded_for",
            "X-Forwarded-Proto",
            "Forwarded",
            "X-Real-IP",
            "X-User",
            "x.user",
            "X-User-Id",
            "X-Scopes",
            "Remote-User",
            "X-Orders-Role",
            "x_orders_role",
            "x.orders-role",
            "close,\tX-User",
            ",,X-User,,",
            "X-Original-URL")
        .map(value -> row(FieldFault.CONNECTION_NAMES, "Connection", value));
  }

  static Stream<Arguments> brokenConnections() {
    return Stream.of(
            "a b", "close;", "close x", "\"close\"", "a=b", "close, a/b", "a:b", "caf\u00e9")
        .map(value -> row(FieldFault.CONNECTION, "Connection", value));
  }

  static Stream<Arguments> secondConnections() {
    return Stream.of(row(FieldFault.CONNECTION_NAMES, "Connection", "close", "connection", "host"));
  }

  static Stream<String> hosts() {
    return Stream.of(
        "",
        " ",
        ":80",
        ".",
        "..",
        ".a",
        "a..b",
        "a,b",
        "a b",
        "a/b",
        "a?b",
        "a#b",
        "a@b",
        "u:p@a",
        "http://a",
        "a:",
        "a:0",
        "a:x",
        "a:-1",
        "a:+1",
        "a:65536",
        "a:100000");
  }

  static Stream<String> moreHosts() {
    return Stream.of(
        "a:80:80",
        "a:80/",
        "[",
        "]",
        "[]",
        "[]:80",
        "[::1",
        "::1",
        "[::1]x",
        "[::1]:",
        "[::1]:x",
        "[::g]",
        "[1.2.3.4]",
        "[fe80::1%25eth0]",
        "[v1.x]",
        "%61.example",
        "a%00",
        "caf\u00e9.example",
        "a\\b",
        "a;b",
        "*",
        "x".repeat(254));
  }

  private static Arguments row(FieldFault fault, String... namesAndValues) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      lines.add(new Line(namesAndValues[i], namesAndValues[i + 1]));
    }
    return arguments(fault, lines);
  }
}
