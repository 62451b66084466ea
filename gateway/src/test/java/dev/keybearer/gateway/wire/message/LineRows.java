package dev.keybearer.gateway.wire.message;

import static dev.keybearer.gateway.wire.message.HostileRequest.denied;
import static dev.keybearer.gateway.wire.message.HostileRequest.refused;
import static dev.keybearer.gateway.wire.message.HostileRequest.sent;

import java.util.ArrayList;
import java.util.List;

/** G1: request lines and the lines of a header. */
public final class LineRows {
  private static final List<String> NO_HOSTS =
      List.of(
          "",
          "a b",
          "a,b",
          "api:0",
          "api:65536",
          "api:x",
          "api:",
          "api:-1",
          "api:+80",
          "api:80:80",
          "user@api",
          "http://api",
          "api/",
          "api/path",
          "[::1",
          "::1]",
          "[]",
          "[api]",
          "[::g]",
          "a..b",
          "api?",
          "api#",
          "api%2e",
          "api\\",
          "\u00e4pi",
          "api\u0000",
          "api\tevil",
          "(api)",
          "*",
          "'api'");

  private static final List<String> NO_FIELDS =
      List.of(
          "X-A : b",
          "X-A\t: b",
          "X-A",
          "X-A b",
          ": b",
          " : b",
          ":",
          "X A: b",
          "X(A: b",
          "X\u0000A: b",
          "X-\u00c4: b",
          "X-A: b\u0000",
          "X-A: \u0001",
          "X-A: \u007f",
          "X-A: b\rc",
          "X-A: b\r",
          "\rX-A: b",
          "X-A\r: b",
          "X-A: b\u000b",
          "\u000bX-A: b",
          "X-A:\u000cb",
          "X-A: b\nX-C: d",
          "\nX-A: b",
          "X-A: b\u0008",
          "\"X-A\": b",
          "X-A;: b",
          "X,A: b",
          "[X]: b",
          "GET /public/smuggled HTTP/1.1");

  private LineRows() {}

  private static final String LINE = "GET /public/a HTTP/1.1";

  public static List<HostileRequest> all() {
    List<HostileRequest> all = new ArrayList<>();
    all.addAll(begins());
    all.addAll(requestLines());
    all.addAll(versions());
    all.addAll(targets());
    all.addAll(methods());
    all.addAll(fieldLines());
    all.addAll(folds());
    all.addAll(hosts());
    all.addAll(soundHosts());
    return all;
  }

  private static List<HostileRequest> begins() {
    List<String> before =
        List.of(
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            " ",
            "\t",
            "\u0000",
            "\u000b",
            "\u0001",
            "\u00ff",
            " \r\n");
    List<HostileRequest> rows = new ArrayList<>();
    for (String octets : before) {
      rows.add(
          refused(
              400,
              "before it " + (int) octets.charAt(0) + "," + octets.length(),
              octets + get(LINE)));
    }
    return rows;
  }

  private static List<HostileRequest> requestLines() {
    List<String> lines =
        List.of(
            "GET  /public/a HTTP/1.1",
            "GET /public/a  HTTP/1.1",
            "GET\t/public/a HTTP/1.1",
            "GET /public/a\tHTTP/1.1",
            "GET\u000b/public/a HTTP/1.1",
            "GET /public/a\u000cHTTP/1.1",
            "GET /public/a HTTP/1.1 ",
            "GET /public/a HTTP/1.1\t",
            "GET /public/a HTTP/1.1\r",
            "GET /public/a b HTTP/1.1",
            "GET /public/a HTTP/1.1 HTTP/1.1",
            "GET /public/a",
            "GET",
            "GET /public/a\rb HTTP/1.1",
            "GET /public/a\r HTTP/1.1",
            "GET\r /public/a HTTP/1.1",
            "GET /public/\u0000 HTTP/1.1",
            "GET /public/\u0001 HTTP/1.1",
            "GET /public/\u007f HTTP/1.1",
            "GET /public/\u00e9 HTTP/1.1",
            "GET /public/a HTTP/1.1\u0000",
            "GET HTTP/1.1",
            "GET  HTTP/1.1",
            "/public/a HTTP/1.1",
            " GET /public/a HTTP/1.1",
            "",
            "HTTP/1.1 200 OK");
    List<HostileRequest> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add(refused(400, "line <" + line + ">", get(line)));
    }
    rows.add(refused(400, "line that ends with LF", "GET /public/a HTTP/1.1\nHost: api\r\n\r\n"));
    rows.add(refused(400, "lines that end with LF", "GET /public/a HTTP/1.1\nHost: api\n\n"));
    rows.add(
        refused(400, "line that ends with LF CR", "GET /public/a HTTP/1.1\n\rHost: api\r\n\r\n"));
    return rows;
  }

  private static List<HostileRequest> versions() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String bad :
        List.of(
            "http/1.1",
            "Http/1.1",
            "HTTP/1",
            "HTTP/1.",
            "HTTP/.1",
            "HTTP/1.10",
            "HTTP/01.1",
            "HTTP/11",
            "HTTP1.1",
            "XTTP/1.1",
            "HTTP/1,1",
            "HTTP/a.b",
            "HTTPS/1.1",
            "HTTP/-1.1",
            "HTTP/1.1.1")) {
      rows.add(refused(400, "version <" + bad + ">", get("GET /public/a " + bad)));
    }
    for (String other :
        List.of("HTTP/0.9", "HTTP/1.2", "HTTP/1.9", "HTTP/2.0", "HTTP/3.0", "HTTP/9.9")) {
      rows.add(refused(505, "version <" + other + ">", get("GET /public/a " + other)));
    }
    rows.add(refused(505, "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    rows.add(sent(LINE, "HTTP/1.0", get("GET /public/a HTTP/1.0")).last());
    rows.add(
        sent(
            LINE,
            "HTTP/1.0 that asks for more",
            "GET /public/a HTTP/1.0\r\nHost: api\r\nConnection: keep-alive\r\n\r\n"));
    rows.add(refused(400, "HTTP/1.0 without Host", "GET /public/a HTTP/1.0\r\n\r\n"));
    return rows;
  }

  private static List<HostileRequest> targets() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String target :
        List.of(
            "http://api/public/a",
            "HTTP://api/public/a",
            "http://evil/public/a",
            "http:/public/a",
            "api",
            "api:443",
            "*",
            "?a",
            "#a",
            "\\public",
            "public/a",
            "%2fpublic/a",
            ".",
            "../public/a",
            "//public/a",
            "/")) {
      rows.add(
          target.equals("/")
              ? denied(404, "target </>", get("GET / HTTP/1.1"))
              : refused(400, "target <" + target + ">", get("GET " + target + " HTTP/1.1")));
    }
    rows.add(refused(400, "authority form", get("CONNECT api:443 HTTP/1.1")));
    rows.add(refused(400, "asterisk form", get("OPTIONS * HTTP/1.1")));
    return rows;
  }

  private static List<HostileRequest> methods() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String method :
        List.of(
            "get", "Get", "TRACE", "CONNECT", "DELETE", "PATCH", "OPTIONS", "GETT", "GE", "PRI",
            "GET1")) {
      rows.add(
          denied(405, "method " + method, get(method + " /public/a HTTP/1.1"))
              .telling("Allow: GET, HEAD, POST, PUT"));
    }
    for (String bad :
        List.of("GET:", "G(T", "\"GET\"", "GET,", "G@T", "G/T", "GET\u0000", "G\u00c9T", "{}")) {
      rows.add(refused(400, "method <" + bad + ">", get(bad + " /public/a HTTP/1.1")));
    }
    return rows;
  }

  private static List<HostileRequest> fieldLines() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String line : NO_FIELDS) {
      rows.add(
          refused(400, "field <" + line + ">", LINE + "\r\nHost: api\r\n" + line + "\r\n\r\n"));
    }
    rows.add(refused(400, "a head that ends with LF", LINE + "\r\nHost: api\r\n\n"));
    rows.add(refused(400, "a head that ends with CR CR LF", LINE + "\r\nHost: api\r\n\r\r\n\r\n"));
    rows.add(refused(400, "a field that ends with LF", LINE + "\r\nHost: api\nX-A: b\r\n\r\n"));
    rows.add(
        sent(LINE, "octets beyond ASCII", LINE + "\r\nHost: api\r\nX-A: \u00e9\u00ff\r\n\r\n")
            .with("X-A: \u00e9\u00ff"));
    rows.add(sent(LINE, "an empty value", LINE + "\r\nHost: api\r\nX-A:\r\n\r\n").with("X-A: "));
    rows.add(
        sent(LINE, "no blank behind a colon", LINE + "\r\nHost:api\r\nX-A:b\r\n\r\n")
            .with("X-A: b"));
    rows.add(
        sent(LINE, "blanks around a value", LINE + "\r\nHost: api\r\nX-A: \t b c \t\r\n\r\n")
            .with("X-A: b c"));
    rows.add(
        sent(LINE, "colons in a value", LINE + "\r\nHost: api\r\nX-A: :b: c\r\n\r\n")
            .with("X-A: :b: c"));
    return rows;
  }

  private static List<HostileRequest> folds() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String blank : List.of(" ", "\t", "  ", " \t")) {
      String words = "with " + blank.length() + " " + (int) blank.charAt(0);
      rows.add(
          refused(400, "first line folded " + words, LINE + "\r\n" + blank + "Host: api\r\n\r\n"));
      rows.add(
          refused(400, "Host folded " + words, LINE + "\r\nHost:\r\n" + blank + "api\r\n\r\n"));
      rows.add(
          refused(
              400,
              "folded before Host " + words,
              LINE + "\r\nX-A: b\r\n" + blank + "c\r\nHost: api\r\n\r\n"));
      rows.add(
          refused(
              400,
              "last line folded " + words,
              LINE + "\r\nHost: api\r\nX-A: b\r\n" + blank + "c\r\n\r\n"));
      rows.add(
          refused(
              400,
              "fold of nothing " + words,
              LINE + "\r\nHost: api\r\nX-A: b\r\n" + blank + "\r\n\r\n"));
      rows.add(
          refused(
              400,
              "fold that is a field " + words,
              LINE + "\r\nHost: api\r\nX-A: b\r\n" + blank + "Host: evil\r\n\r\n"));
    }
    return rows;
  }

  private static List<HostileRequest> hosts() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String host : NO_HOSTS) {
      rows.add(refused(400, "host <" + host + ">", LINE + "\r\nHost: " + host + "\r\n\r\n"));
    }
    rows.add(refused(400, "no Host", LINE + "\r\n\r\n"));
    rows.add(refused(400, "no Host but another field", LINE + "\r\nX-A: b\r\n\r\n"));
    rows.add(refused(400, "Host twice", LINE + "\r\nHost: api\r\nHost: api\r\n\r\n"));
    rows.add(refused(400, "two Hosts", LINE + "\r\nHost: api\r\nhost: evil\r\n\r\n"));
    rows.add(refused(400, "Host, then none", LINE + "\r\nHost: api\r\nHost:\r\n\r\n"));
    rows.add(refused(400, "Host with a space before its colon", LINE + "\r\nHost : api\r\n\r\n"));
    rows.add(refused(400, "Host with a dot before its colon", LINE + "\r\nHost.: api\r\n\r\n"));
    return rows;
  }

  private static List<HostileRequest> soundHosts() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String host :
        List.of(
            "API", "api:80", "api.", "[::1]", "[::1]:80", "127.0.0.1", "a-b.c_d", "xn--pi-uia")) {
      rows.add(
          sent(LINE, "host <" + host + "> that is one", LINE + "\r\nHost: " + host + "\r\n\r\n"));
    }
    return rows;
  }

  private static String get(String line) {
    return line + "\r\nHost: api\r\n\r\n";
  }
}
