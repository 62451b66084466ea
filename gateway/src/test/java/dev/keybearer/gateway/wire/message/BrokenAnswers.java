package dev.keybearer.gateway.wire.message;

import java.util.List;

/** Answers that recipients read in different ways, or that end too early. */
final class BrokenAnswers {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKS = "\r\n\r\n2\r\nok\r\n0\r\n\r\n";

  private static final List<String> AMBIGUOUS =
      List.of(
          OK + "Content-Length: 2\r\nTransfer-Encoding: chunked" + CHUNKS,
          OK + "Transfer-Encoding: chunked\r\nContent-Length: 2" + CHUNKS,
          OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nok",
          OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok",
          OK + "Content-Length: 2, 2\r\n\r\nok",
          OK + "Content-Length: -2\r\n\r\nok",
          OK + "Content-Length: +2\r\n\r\nok",
          OK + "Content-Length: 0x2\r\n\r\nok",
          OK + "Content-Length:\r\n\r\nok",
          OK + "Content-Length: 18446744073709551618\r\n\r\nok",
          OK + "Transfer-Encoding: gzip" + CHUNKS,
          OK + "Transfer-Encoding: gzip, chunked" + CHUNKS,
          OK + "Transfer-Encoding: chunked, gzip" + CHUNKS,
          OK + "Transfer-Encoding: identity\r\n\r\nok",
          OK + "Transfer-Encoding: Chunked" + CHUNKS,
          OK + "Transfer-Encoding: chunked;a=b" + CHUNKS,
          OK + "Transfer-Encoding:" + CHUNKS,
          OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked" + CHUNKS,
          OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity" + CHUNKS,
          OK + "Transfer-Encoding: \u000bchunked" + CHUNKS,
          "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked" + CHUNKS,
          "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
          "HTTP/1.1 101 Switching Protocols\r\n\r\n",
          "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/0.9 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "ICY 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
          "HTTP/1.1 200 OK\r\nContent-Length: 2\n\r\nok",
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\nok",
          OK + "no colon\r\nContent-Length: 2\r\n\r\nok",
          OK + "Content-Length: 2\r\nContent-Length : 2\r\n\r\nok",
          OK + "Content-Length: 2\r\nTransfer-Encoding : chunked" + CHUNKS,
          OK + "Content-Length: 2\r\nTransfer-Encoding\t: chunked" + CHUNKS,
          OK + "Content-Length: 1234567890123456789\r\n\r\nok",
          OK + "Content-Length: 2 2\r\n\r\nok",
          OK + "Content-\r\n Length: 2\r\n\r\nok",
          OK + "Content-Length:\r\n 2\r\n\r\nok",
          OK + " Content-Length: 2\r\n\r\nok",
          OK + "X-A: b\r\n c\r\nContent-Length: 2\r\n\r\nok",
          OK + "X-A: b\r\n\tc\r\nContent-Length: 2\r\n\r\nok",
          OK + "X-A: \u007f\r\nContent-Length: 2\r\n\r\nok",
          OK + "X-A: \u001b[2J\r\nContent-Length: 2\r\n\r\nok",
          OK + "X-\u00e4: b\r\nContent-Length: 2\r\n\r\nok",
          "\r\n" + OK + "Content-Length: 2\r\n\r\nok",
          " " + OK + "Content-Length: 2\r\n\r\nok",
          "\n" + OK + "Content-Length: 2\r\n\r\nok",
          "http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1\t200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.10 200 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 020 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 +20 OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 200OK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 200\tOK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 200 O\rK\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 200 O\u0000K\r\nContent-Length: 2\r\n\r\nok",
          OK + "X-A: a\rb\r\nContent-Length: 2\r\n\r\nok",
          OK + "X-A: \u0000\r\nContent-Length: 2\r\n\r\nok",
          OK + "X(A: b\r\nContent-Length: 2\r\n\r\nok",
          OK + ": b\r\nContent-Length: 2\r\n\r\nok",
          OK + "X-A: " + "b".repeat(70_000) + "\r\nContent-Length: 2\r\n\r\nok",
          "HTTP/1.1 200 " + "O".repeat(9_000) + "\r\nContent-Length: 2\r\n\r\nok",
          "\u0016\u0003\u0001\u0002\u0000\r\n\r\n",
          "<html>hello</html>\r\n\r\n",
          "SSH-2.0-OpenSSH\r\n\r\n");

  private BrokenAnswers() {}

  static List<String> ambiguous() {
    return AMBIGUOUS;
  }

  static List<String> halfHeads() {
    return List.of(
        "HTTP/1.1 200 OK\r\nContent-Len",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n");
  }

  static List<String> halfBodies() {
    return List.of(
        OK + "Content-Length: 3\r\n\r\n",
        OK + "Content-Length: 3\r\n\r\nok",
        OK + "Transfer-Encoding: chunked\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n5",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-A: b\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0x0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n");
  }
}
