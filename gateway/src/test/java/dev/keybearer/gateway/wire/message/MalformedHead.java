package dev.keybearer.gateway.wire.message;

import java.util.ArrayList;
import java.util.List;

/** Heads of HTTP/2 that RFC 9113 section 8 calls malformed; written as {@code name: value}. */
public enum MalformedHead {
  NO_METHOD(":path: /a", ":scheme: https", ":authority: api"),
  NO_PATH(":method: GET", ":scheme: https", ":authority: api"),
  NO_SCHEME(":method: GET", ":path: /a", ":authority: api"),
  EMPTY_METHOD(":method: ", ":path: /a", ":scheme: https", ":authority: api"),
  EMPTY_PATH(":method: GET", ":path: ", ":scheme: https", ":authority: api"),
  EMPTY_SCHEME(":method: GET", ":path: /a", ":scheme: ", ":authority: api"),
  EMPTY_AUTHORITY(":method: GET", ":path: /a", ":scheme: https", ":authority: "),
  TWO_METHODS(good(":method: POST")),
  TWO_PATHS(good(":path: /b")),
  TWO_SCHEMES(good(":scheme: https")),
  TWO_AUTHORITIES(good(":authority: api")),
  UNKNOWN_PSEUDO(good(":protocol: websocket")),
  PSEUDO_OF_ANSWERS(good(":status: 200")),
  NAMELESS_PSEUDO(good(":: a")),
  PSEUDO_BEHIND(":method: GET", ":path: /a", ":scheme: https", "x-a: b", ":authority: api"),
  PLAIN_SCHEME(":method: GET", ":path: /a", ":scheme: http", ":authority: api"),
  OTHER_SCHEME(":method: GET", ":path: /a", ":scheme: file", ":authority: api"),
  CAPITAL_SCHEME(":method: GET", ":path: /a", ":scheme: HTTPS", ":authority: api"),
  WHOLE_ADDRESS(":method: GET", ":path: https://api/a", ":scheme: https", ":authority: api"),
  NO_SLASH(":method: GET", ":path: a", ":scheme: https", ":authority: api"),
  STAR_OF_GET(":method: GET", ":path: *", ":scheme: https", ":authority: api"),
  BLANK_IN_METHOD(":method: GET /b", ":path: /a", ":scheme: https", ":authority: api"),
  BLANK_IN_PATH(":method: GET", ":path: /a HTTP/1.1", ":scheme: https", ":authority: api"),
  LINE_IN_METHOD(":method: GET\r\nx: y", ":path: /a", ":scheme: https", ":authority: api"),
  LINE_IN_PATH(":method: GET", ":path: /a\r\nx: y", ":scheme: https", ":authority: api"),
  LINE_IN_AUTHORITY(":method: GET", ":path: /a", ":scheme: https", ":authority: a\r\nx: y"),
  CONNECT_WITH_PATH(":method: CONNECT", ":path: /a", ":authority: api:1"),
  CONNECT_WITH_SCHEME(":method: CONNECT", ":scheme: https", ":authority: api:1"),
  CONNECT_TO_NOBODY(":method: CONNECT"),
  OTHER_HOST(good("host: other")),
  TWO_HOSTS(good("host: api", "host: api")),
  CAPITAL_NAME(good("X-Custom: a")),
  NAME_WITH_BLANK(good("x a: b")),
  NAME_WITH_COLON(good("x:a: b")),
  NAME_WITH_LINE(good("x\r\ny: b")),
  NAME_WITH_NUL(good("x\0: b")),
  NAME_BEYOND_ASCII(good("x\u00e4: b")),
  VALUE_WITH_CR(good("x: a\rb")),
  VALUE_WITH_LF(good("x: a\nb")),
  VALUE_WITH_NUL(good("x: a\0b")),
  VALUE_BEGINS_BLANK(good("x:  a")),
  VALUE_ENDS_BLANK(good("x: a ")),
  VALUE_BEGINS_TAB(good("x: \ta")),
  VALUE_ENDS_TAB(good("x: a\t")),
  CONNECTION(good("connection: close")),
  CONNECTION_NAMES(good("connection: x-a", "x-a: b")),
  KEEP_ALIVE(good("keep-alive: timeout=5")),
  PROXY_CONNECTION(good("proxy-connection: keep-alive")),
  TRANSFER_ENCODING(good("transfer-encoding: chunked")),
  TRANSFER_ENCODING_WITH_LENGTH(good("content-length: 0", "transfer-encoding: chunked")),
  UPGRADE(good("upgrade: websocket")),
  TE_GZIP(good("te: gzip")),
  TE_WITH_MORE(good("te: trailers, deflate")),
  TE_CAPITAL(good("te: Trailers"));

  @SuppressWarnings("ImmutableEnumChecker") // List.of gives one that does not change
  private final List<String> fields;

  MalformedHead(String... fields) {
    this.fields = List.of(fields);
  }

  public String[] fields() {
    return fields.toArray(String[]::new);
  }

  /** A head that nothing is wrong with, and fields behind it. */
  static String[] good(String... more) {
    List<String> all =
        new ArrayList<>(List.of(":method: GET", ":path: /a", ":scheme: https", ":authority: api"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
