package dev.keybearer.gateway.wire.message;

import static dev.keybearer.gateway.wire.message.HostileRequest.denied;
import static dev.keybearer.gateway.wire.message.HostileRequest.refused;
import static dev.keybearer.gateway.wire.message.HostileRequest.sent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** G3: targets that lead to other places for other readers. */
public final class PathRows {
  private static final List<String> AMBIGUOUS =
      List.of(
          "/public/%2e%2e/api/orders/1",
          "/public/.%2e/api/orders/1",
          "/public/%2e./api/orders/1",
          "/public/%2E%2E/api/orders/1",
          "/public/%2e/a",
          "/public/..;/api/orders/1",
          "/public/..;a=b/api/orders/1",
          "/public/;/api/orders/1",
          "/public/a;b=c",
          "/public/a%3bb",
          "/public/..%2fapi/orders/1",
          "/public/%2e%2e%2fapi%2forders",
          "/public/a%2fb",
          "/public/a%2Fb",
          "/public/..\\api\\orders",
          "/public/..%5capi%5corders",
          "/public/%5c..",
          "/public/a\\b",
          "/public//a",
          "//public/a",
          "/public/a//",
          "///",
          "/public/%00",
          "/public/a%00.html",
          "/public/%0d%0aX-A:b",
          "/public/%0a",
          "/public/%09",
          "/public/%1f",
          "/public/%7f",
          "/public/%c2%85",
          "/public/%u002e%u002e/api",
          "/public/%U002e",
          "/public/%",
          "/public/%2",
          "/public/%zz",
          "/public/%c0%ae%c0%ae/api",
          "/public/%c0%af",
          "/public/%ff",
          "/public/%ed%a0%80",
          "/public/%f5%80%80%80",
          "/public/%252e%252e/api",
          "/public/%252f",
          "/public/%25%32%65",
          "/public/a#b",
          "/public/a?b#c",
          "/public/../../api/orders/1",
          "/..",
          "/../public/a",
          "/public/<a>",
          "/public/\"a\"",
          "/public/{a}",
          "/public/a|b",
          "/public/a^b",
          "/public/`a`",
          "/public/a?b=\u00e9",
          "/public/a?\u0001",
          "/public/a?\u007f");

  private PathRows() {}

  public static List<HostileRequest> all() {
    List<HostileRequest> all = new ArrayList<>();
    all.addAll(ambiguous());
    all.addAll(sound());
    all.addAll(guarded());
    return all;
  }

  private static List<HostileRequest> ambiguous() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String target : AMBIGUOUS) {
      rows.add(refused(400, "target <" + target + ">", get(target)));
    }
    return rows;
  }

  private static List<HostileRequest> sound() {
    Map<String, String> spellings =
        Map.ofEntries(
            Map.entry("/public/./a", "/public/a"),
            Map.entry("/public/b/../a", "/public/a"),
            Map.entry("/other/../public/a", "/public/a"),
            Map.entry("/api/orders/../../public/a", "/public/a"),
            Map.entry("/public/%61", "/public/a"),
            Map.entry("/%70ublic/a", "/public/a"),
            Map.entry("/public/a+b", "/public/a%2Bb"),
            Map.entry("/public/a%2bb", "/public/a%2Bb"),
            Map.entry("/public/%7euser", "/public/~user"),
            Map.entry("/public/a%20b", "/public/a%20b"),
            Map.entry("/public/%c3%a9", "/public/%C3%A9"),
            Map.entry("/public/a/", "/public/a/"),
            Map.entry("/public/a/..", "/public/"),
            Map.entry("/public/a?b=../../c&d=%0d%0a", "/public/a?b=../../c&d=%0d%0a"),
            Map.entry("/public/a?b=/%2e%2e//;x", "/public/a?b=/%2e%2e//;x"),
            Map.entry("/public/a?", "/public/a?"),
            Map.entry("/public/a??", "/public/a??"),
            Map.entry("/public/...", "/public/..."),
            Map.entry("/public/a%3ab", "/public/a:b"));
    List<HostileRequest> rows = new ArrayList<>();
    spellings.forEach(
        (target, written) ->
            rows.add(
                sent("GET " + written + " HTTP/1.1", "spelling <" + target + ">", get(target))));
    return rows;
  }

  /** Whatever leads to a route that asks for a token is asked for one. */
  private static List<HostileRequest> guarded() {
    List<HostileRequest> rows = new ArrayList<>();
    for (String target :
        List.of(
            "/api/orders/1",
            "/public/../api/orders/1",
            "/api/./orders/1",
            "/api/%6frders/1",
            "/api/orders/",
            "/other/../api/orders/1?a=b",
            "/api/orders/x/../1",
            "/api/orders/%2a")) {
      rows.add(
          denied(401, "guarded <" + target + ">", get(target)).telling("WWW-Authenticate: Bearer"));
    }
    for (String target :
        List.of(
            "/API/orders/1",
            "/api/Orders/1",
            "/api/order",
            "/Public/a",
            "/publica",
            "/apiorders/1",
            "/other",
            "/api/orders1",
            "/public/../other")) {
      rows.add(denied(404, "elsewhere <" + target + ">", get(target)));
    }
    return rows;
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: api\r\n\r\n";
  }
}
