package dev.keybearer.gateway.wire.message;

import static dev.keybearer.gateway.wire.message.HostileRequest.SMUGGLED;
import static dev.keybearer.gateway.wire.message.HostileRequest.refused;
import static dev.keybearer.gateway.wire.message.HostileRequest.sent;

import java.util.ArrayList;
import java.util.List;

/** G1: how long a body is. */
public final class FramingRows {
  private static final List<String> NO_CODINGS =
      List.of(
          "chunked, identity",
          "identity, chunked",
          "identity",
          "Chunked",
          "CHUNKED",
          "xchunked",
          "chunkedx",
          "chunked;q=1",
          "chunked; a=b",
          "chunked,",
          ",chunked",
          ", chunked",
          "chunked, chunked",
          "gzip, chunked",
          "gzip",
          "deflate",
          "\"chunked\"",
          "'chunked'",
          "chunked chunked",
          "chunk",
          "c hunked",
          "chunked\u0000",
          "chun\u0000ked",
          "\u000bchunked",
          "chunked\u000b",
          "chunked\u000c",
          "chunked\r",
          "chunked\u00a0",
          "chunked\u0085",
          "none",
          "false",
          "0");

  private static final List<String> NO_LENGTHS =
      List.of(
          "+5",
          "-5",
          "-0",
          "+0",
          "0x5",
          "0X5",
          "x5",
          "5,5",
          "5, 5",
          "5,6",
          "5 5",
          "5;5",
          "",
          ",",
          "five",
          "5.0",
          "5e0",
          "5_0",
          "5L",
          "\"5\"",
          "5\u0000",
          "\u00005",
          "\u000b5",
          "5\u000c",
          "\u00b2",
          "\u0665",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551616",
          "18446744073709551621",
          "99999999999999999999999999",
          "4294967301x",
          "5\r");

  private FramingRows() {}

  private static final String EMPTY_CHUNK = "0\r\n\r\n";

  public static List<HostileRequest> all() {
    List<HostileRequest> all = new ArrayList<>();
    all.addAll(both());
    all.addAll(codings());
    all.addAll(codingLines());
    all.addAll(lengths());
    all.addAll(lengthLines());
    all.addAll(sound());
    return all;
  }

  private static List<HostileRequest> both() {
    return List.of(
        refused(
            400, "length, then coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked")),
        refused(
            400, "coding, then length", post("Transfer-Encoding: chunked\r\nContent-Length: 5")),
        refused(
            400, "length 0 and coding", post("Content-Length: 0\r\nTransfer-Encoding: chunked")),
        refused(
            400, "coding and length 0", post("Transfer-Encoding: chunked\r\nContent-Length: 0")),
        refused(400, "both in lower case", post("content-length: 5\r\ntransfer-encoding: chunked")),
        refused(400, "both in capitals", post("CONTENT-LENGTH: 5\r\nTRANSFER-ENCODING: chunked")),
        refused(
            400, "length and identity", post("Content-Length: 5\r\nTransfer-Encoding: identity")),
        refused(400, "length and no coding", post("Content-Length: 5\r\nTransfer-Encoding:")),
        refused(
            400,
            "length behind which a request hides",
            "POST /public/a HTTP/1.1\r\nHost: api\r\nContent-Length: 4\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n5c\r\n"
                + SMUGGLED
                + EMPTY_CHUNK),
        refused(
            400,
            "chunk behind which a request hides",
            "POST /public/a HTTP/1.1\r\nHost: api\r\nContent-Length: 55\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + EMPTY_CHUNK
                + SMUGGLED),
        refused(400, "coding of HTTP/1.0", old("Transfer-Encoding: chunked", EMPTY_CHUNK)),
        refused(
            400,
            "coding of HTTP/1.0 and length",
            old("Transfer-Encoding: chunked\r\nContent-Length: 5", EMPTY_CHUNK)));
  }

  private static List<HostileRequest> codings() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String coding : NO_CODINGS) {
      rows.add(
          refused(400, "coding <" + coding.strip() + ">", post("Transfer-Encoding: " + coding)));
    }
    return rows;
  }

  private static List<HostileRequest> codingLines() {
    return List.of(
        refused(
            400, "coding twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
        refused(
            400,
            "chunked, then identity",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity")),
        refused(
            400,
            "identity, then chunked",
            post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked")),
        refused(
            400,
            "no coding, then chunked",
            post("Transfer-Encoding:\r\nTransfer-Encoding: chunked")),
        refused(400, "coding with a space before its colon", post("Transfer-Encoding : chunked")),
        refused(400, "coding with a tab before its colon", post("Transfer-Encoding\t: chunked")),
        refused(400, "coding with an underscore", post("Transfer_Encoding: chunked")),
        refused(400, "coding with a dot", post("Transfer.Encoding: chunked")),
        refused(400, "coding in the next line", post("Transfer-Encoding:\r\n chunked")),
        refused(400, "coding behind a bare LF", post("X-A: b\nTransfer-Encoding: chunked")),
        refused(400, "coding behind a bare CR", post("X-A: b\rTransfer-Encoding: chunked")),
        refused(400, "coding behind a blank", post("X-A: b\r\n Transfer-Encoding: chunked")));
  }

  private static List<HostileRequest> lengths() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String length : NO_LENGTHS) {
      rows.add(refused(400, "length <" + length.strip() + ">", post("Content-Length: " + length)));
    }
    return rows;
  }

  private static List<HostileRequest> lengthLines() {
    return List.of(
        refused(400, "length twice", post("Content-Length: 5\r\nContent-Length: 5")),
        refused(400, "two lengths", post("Content-Length: 5\r\nContent-Length: 6")),
        refused(400, "length, then none", post("Content-Length: 5\r\nContent-Length:")),
        refused(400, "no length, then one", post("Content-Length:\r\nContent-Length: 5")),
        refused(400, "two lengths apart", post("Content-Length: 0\r\nX-A: b\r\ncontent-length: 5")),
        refused(
            400,
            "length of HTTP/1.0 twice",
            old("Content-Length: 5\r\nContent-Length: 5", "hello")),
        refused(
            400, "two lengths of HTTP/1.0", old("Content-Length: 0\r\nContent-Length: 5", "hello")),
        refused(400, "list of lengths of HTTP/1.0", old("Content-Length: 5, 5", "hello")),
        refused(400, "length with a space before its colon", post("Content-Length : 5")),
        refused(400, "length with a tab before its colon", post("Content-Length\t: 5")),
        refused(400, "length with an underscore", post("Content_Length: 5")),
        refused(400, "length in the next line", post("Content-Length:\r\n 5")),
        refused(400, "length that goes on", post("Content-Length: 5\r\n 0")),
        refused(400, "length that goes on with a tab", post("Content-Length: 5\r\n\t0")));
  }

  private static List<HostileRequest> sound() {
    return List.of(
        sent("POST /public/a HTTP/1.1", "zeros before a length", post("Content-Length: 0005"))
            .with("content-length: 5")
            .body("hello"),
        sent("POST /public/a HTTP/1.1", "tabs around a length", post("Content-Length:\t5\t"))
            .with("content-length: 5")
            .body("hello"),
        sent("GET /public/a HTTP/1.1", "a body of GET", get("Content-Length: 5") + "hello")
            .body("hello"),
        sent(
                "POST /public/a HTTP/1.1",
                "a body that begins with blanks",
                "POST /public/a HTTP/1.1\r\nHost: api\r\nContent-Length: 5\r\n\r\n \t\r\n ")
            .body(" \t\r\n "),
        sent(
                "POST /public/a HTTP/1.1",
                "a body that is a request",
                "POST /public/a HTTP/1.1\r\nHost: api\r\nContent-Length: "
                    + SMUGGLED.length()
                    + "\r\n\r\n"
                    + SMUGGLED)
            .body(SMUGGLED),
        sent(
                "POST /public/a HTTP/1.1",
                "tabs around a coding",
                "POST /public/a HTTP/1.1\r\nHost: api\r\nTransfer-Encoding:\tchunked\t\r\n\r\n"
                    + "5\r\nhello\r\n"
                    + EMPTY_CHUNK)
            .with("transfer-encoding: chunked")
            .body("hello"),
        sent("POST /public/a HTTP/1.1", "a body of HTTP/1.0", old("Content-Length: 5", "hello"))
            .body("hello")
            .last());
  }

  private static String post(String fields) {
    return "POST /public/a HTTP/1.1\r\nHost: api\r\n" + fields + "\r\n\r\nhello";
  }

  private static String get(String fields) {
    return "GET /public/a HTTP/1.1\r\nHost: api\r\n" + fields + "\r\n\r\n";
  }

  private static String old(String fields, String body) {
    return "POST /public/a HTTP/1.0\r\nHost: api\r\n" + fields + "\r\n\r\n" + body;
  }
}
