package dev.keybearer.gateway.wire.message;

import static dev.keybearer.gateway.wire.message.HostileRequest.refused;
import static dev.keybearer.gateway.wire.message.HostileRequest.sent;

import java.util.ArrayList;
import java.util.List;

/** G5, G6, G7: fields that only gateways say, and those that take others away. */
public final class FieldRows {
  private static final List<String> OURS =
      List.of(
          "X-User",
          "x-user",
          "X_User",
          "X.User",
          "X-User-Id",
          "X-Roles",
          "X-Scope",
          "X-Scopes",
          "X-Groups",
          "X-Email",
          "Remote-User",
          "X-Remote-User",
          "X-Authenticated-User",
          "X-Authenticated-Anything",
          "X-Auth-Request-User",
          "X-Access-Token",
          "X-Id-Token",
          "X-Client-Cert",
          "SSL-Client-Cert",
          "Forwarded",
          "X-Real-IP",
          "X_Real_IP",
          "X-Real_IP",
          "True-Client-IP",
          "Client-IP",
          "X-Client-IP",
          "CF-Connecting-IP",
          "X-Forwarded-Port",
          "X-Forwarded-Anything",
          "X_Forwarded_Server",
          "X-Original-URL",
          "X-Rewrite-URL",
          "X-Original-URI",
          "X-HTTP-Method-Override",
          "X-HTTP-Method",
          "X-Method-Override",
          "Proxy",
          "proxy");

  private static final List<String> HAVE_TO_STAY =
      List.of(
          "Host",
          "host",
          "Authorization",
          "AUTHORIZATION",
          "Content-Length",
          "Transfer-Encoding",
          "Cookie",
          "DPoP",
          "X-User",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "Forwarded",
          "X-Real-IP",
          "X_User",
          "close, Authorization",
          "keep-alive,host",
          ",,cookie",
          "X-A, Content-Length");

  private FieldRows() {}

  private static final String LINE = "GET /public/a HTTP/1.1";

  public static List<HostileRequest> all() {
    List<HostileRequest> all = new ArrayList<>();
    all.addAll(ours());
    all.addAll(forwarded());
    all.addAll(aliases());
    all.addAll(repeated());
    all.addAll(connections());
    all.addAll(hops());
    return all;
  }

  private static List<HostileRequest> ours() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String name : OURS) {
      rows.add(sent(LINE, "claims " + name, get(name + ": root")).without(name));
    }
    return rows;
  }

  private static List<HostileRequest> forwarded() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String field :
        List.of(
            "X-Forwarded-For: 192.0.2.1",
            "x-forwarded-for: 192.0.2.1",
            "X_Forwarded_For: 192.0.2.1",
            "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-For: 192.0.2.1",
            "Forwarded: for=192.0.2.1")) {
      rows.add(
          sent(LINE, "says that it is somebody else: " + field.strip(), get(field))
              .with(
                  "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: http", "X-Forwarded-Host: api")
              .without("Forwarded", "X_Forwarded_For"));
    }
    rows.add(
        sent(LINE, "says that it came over TLS", get("X-Forwarded-Proto: https"))
            .with("X-Forwarded-Proto: http"));
    rows.add(
        sent(LINE, "says another host", get("X-Forwarded-Host: evil"))
            .with("X-Forwarded-Host: api"));
    return rows;
  }

  private static List<HostileRequest> aliases() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String name :
        List.of(
            "Content_Type",
            "User_Agent",
            "Proxy_Authorization",
            "Proxy.Authorization",
            "If_Range",
            "Keep_Alive",
            "Http2_Settings",
            "Content.Length",
            "Content+Length",
            "Transfer~Encoding",
            "Max_Forwards")) {
      rows.add(refused(400, "alias " + name, get(name + ": 1")));
    }
    return rows;
  }

  private static List<HostileRequest> repeated() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String name :
        List.of(
            "Content-Type",
            "User-Agent",
            "Range",
            "Origin",
            "Referer",
            "If-Range",
            "Date",
            "Expect",
            "Max-Forwards")) {
      rows.add(refused(400, name + " twice", get(name + ": a\r\n" + name + ": b")));
    }
    rows.add(sent(LINE, "others twice", get("X-A: a\r\nX-A: b")).with("X-A: a", "X-A: b"));
    rows.add(
        sent(LINE, "cookies twice", get("Cookie: a=b\r\nCookie: c=d"))
            .with("Cookie: a=b", "Cookie: c=d"));
    return rows;
  }

  private static List<HostileRequest> connections() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String name : HAVE_TO_STAY) {
      rows.add(refused(400, "Connection: " + name, get("Connection: " + name)));
    }
    for (String bad : List.of("a b", "(a)", "\"a\"", "a;b", "a=b", "\u00e9", "a/b", "X-A:")) {
      rows.add(refused(400, "Connection <" + bad + ">", get("Connection: " + bad)));
    }
    rows.add(
        refused(
            400, "two lines of Connection", get("Connection: X-A\r\nConnection: Authorization")));
    rows.add(
        sent(LINE, "takes its own away", get("Connection: X-A\r\nX-A: b\r\nX-C: d"))
            .with("X-C: d")
            .without("X-A", "Connection"));
    rows.add(
        sent(
                LINE,
                "takes several away",
                get("X-A: b\r\nConnection: keep-alive, x-a , X-C\r\nX-C: d"))
            .without("X-A", "X-C", "Connection"));
    rows.add(
        sent(LINE, "takes nothing away", get("Connection: ,\r\nX-A: b"))
            .with("X-A: b")
            .without("Connection"));
    rows.add(
        sent(LINE, "wants to be the last", get("Connection: close, X-A\r\nX-A: b"))
            .without("X-A", "Connection")
            .last());
    return rows;
  }

  private static List<HostileRequest> hops() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String field :
        List.of(
            "Keep-Alive: timeout=5",
            "Proxy-Connection: keep-alive",
            "TE: trailers",
            "Trailer: X-A",
            "Upgrade: websocket",
            "Upgrade: h2c",
            "Proxy-Authorization: Basic YTpi",
            "Proxy-Authenticate: Basic",
            "HTTP2-Settings: AAMAAABkAAQAAP__")) {
      String name = field.substring(0, field.indexOf(':'));
      rows.add(sent(LINE, "of one connection: " + field, get(field)).without(name));
    }
    rows.add(
        sent(
                LINE,
                "asks for a tunnel",
                get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA"))
            .without("Connection", "Upgrade", "HTTP2-Settings"));
    rows.add(
        sent( // drafts of WebSocket had a body of eight octets there, which some still skip
                LINE,
                "no body that no field tells of",
                get("Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2"))
            .without("Sec-WebSocket-Key1", "Sec-WebSocket-Key2"));
    return rows;
  }

  private static String get(String fields) {
    return LINE + "\r\nHost: api\r\n" + fields + "\r\n\r\n";
  }
}
