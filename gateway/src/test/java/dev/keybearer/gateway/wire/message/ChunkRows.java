package dev.keybearer.gateway.wire.message;

import static dev.keybearer.gateway.wire.message.HostileRequest.SMUGGLED;
import static dev.keybearer.gateway.wire.message.HostileRequest.refused;
import static dev.keybearer.gateway.wire.message.HostileRequest.sent;

import java.util.ArrayList;
import java.util.List;

/** G1: where chunks and their trailers end. */
public final class ChunkRows {
  private static final List<String> NO_SIZES =
      List.of(
          "+5",
          "-5",
          "-0",
          "0x5",
          "0X5",
          "5_0",
          "_5",
          " 5",
          "5 ",
          "\t5",
          "5\t",
          "",
          "g",
          "5g",
          "5h",
          "80000000",
          "100000005",
          "ffffffff",
          "7fffffffffffffff",
          "8000000000000000",
          "8000000000000005",
          "ffffffffffffffff",
          "10000000000000000",
          "10000000000000005",
          "fffffffffffffffffffffffff",
          "5,5",
          "5.",
          "\u00005",
          "5\u0000",
          "\u000b5",
          "5\u00a0",
          "\"5\"");

  private ChunkRows() {}

  private static final String LINE = "POST /public/a HTTP/1.1";

  public static List<HostileRequest> all() {
    List<HostileRequest> all = new ArrayList<>();
    all.addAll(sizes());
    all.addAll(ends());
    all.addAll(extensions());
    all.addAll(trailers());
    all.addAll(badTrailers());
    all.addAll(sound());
    return all;
  }

  private static List<HostileRequest> sizes() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String size : NO_SIZES) {
      rows.add(
          refused(400, "size <" + size.strip() + ">", chunked(size + "\r\nhello\r\n0\r\n\r\n")));
    }
    return rows;
  }

  private static List<HostileRequest> ends() {
    return List.of(
        refused(400, "LF alone behind a size", chunked("5\nhello\r\n0\r\n\r\n")),
        refused(400, "CR alone behind a size", chunked("5\rhello\r\n0\r\n\r\n")),
        refused(400, "CR twice behind a size", chunked("5\r\r\nhello\r\n0\r\n\r\n")),
        refused(400, "LF alone behind a chunk", chunked("5\r\nhello\n0\r\n\r\n")),
        refused(400, "CR alone behind a chunk", chunked("5\r\nhello\r0\r\n\r\n")),
        refused(400, "nothing behind a chunk", chunked("5\r\nhello0\r\n\r\n")),
        refused(400, "a chunk longer than its size", chunked("4\r\nhello\r\n0\r\n\r\n")),
        refused(400, "a chunk shorter than its size", chunked("6\r\nhello\r\n0\r\n\r\n")),
        refused(400, "an empty line before a size", chunked("\r\n5\r\nhello\r\n0\r\n\r\n")),
        refused(400, "LF alone behind the last size", chunked("5\r\nhello\r\n0\n\r\n")),
        refused(400, "LF alone at the end", chunked("5\r\nhello\r\n0\r\n\n")),
        refused(400, "a bad size behind a good chunk", chunked("5\r\nhello\r\n0x0\r\n\r\n")),
        refused(400, "a request in the place of a chunk", chunked(SMUGGLED)));
  }

  private static List<HostileRequest> extensions() {
    return List.of(
        refused(400, "LF in an extension", chunked("5;a=b\nc\r\nhello\r\n0\r\n\r\n")),
        refused(400, "CR in an extension", chunked("5;a=b\rc\r\nhello\r\n0\r\n\r\n")),
        refused(400, "LF behind an extension", chunked("5;a=b\nhello\r\n0\r\n\r\n")),
        refused(400, "NUL in an extension", chunked("5;a=\u0000\r\nhello\r\n0\r\n\r\n")),
        refused(400, "a quote that does not end", chunked("5;a=\"b\r\nhello\r\n0\r\n\r\n")),
        refused(400, "CR behind a backslash", chunked("5;a=\"\\\rb\"\r\nhello\r\n0\r\n\r\n")),
        refused(400, "NUL behind a backslash", chunked("5;a=\"\\\u0000\"\r\nhello\r\n0\r\n\r\n")),
        refused(400, "an escaped quote as the end", chunked("5;a=\"b\\\"\r\nhello\r\n0\r\n\r\n")),
        refused(400, "a line end in a quote", chunked("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n")),
        refused(400, "no size before an extension", chunked(";a=b\r\nhello\r\n0\r\n\r\n")),
        refused(
            400,
            "an extension without end",
            chunked("5;" + "a".repeat(9_000) + "\r\nhello\r\n0\r\n\r\n")));
  }

  private static List<HostileRequest> trailers() {
    List<String> fields =
        List.of(
            "X-A: b",
            "Host: evil",
            "Authorization: Bearer smuggled",
            "Content-Length: 5",
            "Transfer-Encoding: chunked",
            "X-User: root",
            "Cookie: a=b",
            "X-Forwarded-For: 192.0.2.1",
            "Connection: close");
    List<HostileRequest> rows = new ArrayList<>();
    for (String field : fields) {
      String name = field.substring(0, field.indexOf(':'));
      HostileRequest row =
          sent(LINE, "trailer " + name, chunked("5\r\nhello\r\n0\r\n" + field + "\r\n\r\n"))
              .body("hello");
      boolean ours =
          name.equals("Host") || name.equals("Transfer-Encoding") || name.equals("X-Forwarded-For");
      rows.add(ours ? row : row.without(name));
    }
    return rows;
  }

  private static List<HostileRequest> badTrailers() {
    return List.of(
        refused(400, "trailer without colon", chunked("0\r\nX-A\r\n\r\n")),
        refused(400, "trailer without name", chunked("0\r\n: b\r\n\r\n")),
        refused(400, "trailer with a bare CR", chunked("0\r\nX-A: b\rc\r\n\r\n")),
        refused(400, "trailer with NUL", chunked("0\r\nX-A: \u0000\r\n\r\n")),
        refused(400, "trailer that ends with LF", chunked("0\r\nX-A: b\n\r\n")),
        refused(400, "trailer with a space before its colon", chunked("0\r\nX-A : b\r\n\r\n")),
        refused(400, "a request in the place of trailers", chunked("0\r\n" + SMUGGLED)),
        refused(
            400, "trailers without end", chunked("0\r\nX-A: " + "b".repeat(40_000) + "\r\n\r\n")));
  }

  private static List<HostileRequest> sound() {
    return List.of(
        sent(LINE, "zeros before a size", chunked("0000000005\r\nhello\r\n0\r\n\r\n"))
            .body("hello"),
        sent(LINE, "several zeros as the end", chunked("5\r\nhello\r\n000\r\n\r\n")).body("hello"),
        sent(
                LINE,
                "sizes in both cases",
                chunked("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n"))
            .body("01234567890123456789"),
        sent(LINE, "an extension", chunked("5;a=b\r\nhello\r\n0;c\r\n\r\n")).body("hello"),
        sent(
                LINE,
                "an escaped quote in a quote",
                chunked("5;a=\"b\\\";c\\\\\"\r\nhello\r\n0\r\n\r\n"))
            .body("hello"),
        sent(LINE, "a quoted extension", chunked("5;a=\"b;c\"\r\nhello\r\n0\r\n\r\n"))
            .body("hello"),
        sent(
                LINE,
                "chunks that are a request",
                chunked(
                    Integer.toHexString(SMUGGLED.length()) + "\r\n" + SMUGGLED + "\r\n0\r\n\r\n"))
            .body(SMUGGLED),
        sent(LINE, "no chunk", chunked("0\r\n\r\n")).with("transfer-encoding: chunked"));
  }

  private static String chunked(String body) {
    return LINE + "\r\nHost: api\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
  }
}
