package dev.keybearer.gateway.wire.message;

import static dev.keybearer.gateway.wire.message.HostileRequest.refused;
import static dev.keybearer.gateway.wire.message.HostileRequest.sent;

import java.util.List;

/** G9: at each limit and one beyond. */
public final class LimitRows {
  private LimitRows() {}

  private static final String LINE = "GET /public/a HTTP/1.1";

  public static List<HostileRequest> all() {
    String host = "Host: api";
    return List.of(
        sent(line(8 << 10), "a line at its limit", line(8 << 10) + "\r\nHost: api\r\n\r\n"),
        refused(414, "a line beyond its limit", line((8 << 10) + 1) + "\r\nHost: api\r\n\r\n"),
        refused(414, "a line far beyond its limit", line(30_000) + "\r\nHost: api\r\n\r\n"),
        refused(
            414,
            "a method beyond any limit",
            "G".repeat(9_000) + " / HTTP/1.1\r\nHost: api\r\n\r\n"),
        sent(LINE, "a header at its limit", header(host, (32 << 10) - host.length())),
        refused(431, "a header beyond its limit", header(host, (32 << 10) - host.length() + 1)),
        refused(431, "a header far beyond its limit", header(host, 60_000)),
        sent(
            LINE,
            "as many fields as may come",
            LINE + "\r\nHost: api\r\n" + "X-A: b\r\n".repeat(99) + "\r\n"),
        refused(
            431, "one field more", LINE + "\r\nHost: api\r\n" + "X-A: b\r\n".repeat(100) + "\r\n"),
        refused(
            431,
            "many fields more",
            LINE + "\r\nHost: api\r\n" + "X-A: b\r\n".repeat(2_000) + "\r\n"),
        refused(
            413,
            "a body beyond its limit",
            "POST /public/a HTTP/1.1\r\nHost: api\r\nContent-Length: "
                + ((10 << 20) + 1)
                + "\r\n\r\n"),
        refused(
            413,
            "a body far beyond its limit",
            "POST /public/a HTTP/1.1\r\nHost: api\r\nContent-Length: 999999999999999999\r\n\r\n"),
        refused(413, "chunks beyond a limit", chunks(101)),
        sent("POST /public/few HTTP/1.1", "chunks at a limit", chunks(100)).body("x".repeat(100)));
  }

  private static String chunks(int length) {
    return "POST /public/few HTTP/1.1\r\nHost: api\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "1\r\nx\r\n".repeat(length)
        + "0\r\n\r\n";
  }

  private static String line(int length) {
    String frame = "GET /public/ HTTP/1.1";
    return "GET /public/" + "a".repeat(length - frame.length()) + " HTTP/1.1";
  }

  private static String header(String first, int rest) {
    String frame = "X-A: ";
    return LINE + "\r\n" + first + "\r\n" + frame + "b".repeat(rest - frame.length()) + "\r\n\r\n";
  }
}
