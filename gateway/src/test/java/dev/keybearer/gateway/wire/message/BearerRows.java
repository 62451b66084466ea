package dev.keybearer.gateway.wire.message;

import static dev.keybearer.gateway.wire.message.HostileRequest.denied;
import static dev.keybearer.gateway.wire.message.HostileRequest.refused;
import static dev.keybearer.gateway.wire.message.HostileRequest.sent;

import dev.keybearer.gateway.scene.Mint;
import java.util.ArrayList;
import java.util.List;

/** B1 to B4: what is presented, and where. */
public final class BearerRows {
  private static final List<String> NO_CREDENTIALS =
      List.of(
          "",
          "Bearer",
          "bearer",
          "Bearer\tTOKEN",
          "Bearer TOKEN,",
          "Bearer ,TOKEN",
          "Bearer TOKEN, Bearer TOKEN",
          "Bearer a, Bearer b",
          "Basic YTpi, Bearer TOKEN",
          "Bearer TOKEN, Basic YTpi",
          "Bearer TOKEN TOKEN",
          "Bearer TOKEN x",
          "Bearer \"TOKEN\"",
          "Bearer <TOKEN>",
          "Bearer a=b",
          "Bearer =",
          "Bearer ==",
          "Bearer %41",
          "Bearer a\tb",
          "Bearer \u00e9",
          "Bearer a;b",
          "Bearer a:b",
          "Bearer token=TOKEN",
          "Bearer:TOKEN",
          "Bearer=TOKEN",
          ", Bearer TOKEN",
          "\"Bearer\" TOKEN",
          "DPoP",
          "DPoP a,b");

  private BearerRows() {}

  private static final String LINE = "GET /api/orders/1 HTTP/1.1";
  private static final String NONE = "WWW-Authenticate: Bearer";
  private static final String MALFORMED = "WWW-Authenticate: Bearer error=\"invalid_request\"";
  private static final String BAD = "WWW-Authenticate: Bearer error=\"invalid_token\"";
  private static final String SCOPE =
      "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"orders:read\"";

  public static List<HostileRequest> all(Mint mint) {
    List<HostileRequest> all = new ArrayList<>();
    all.addAll(absent(mint.token()));
    all.addAll(malformed(mint.token()));
    all.addAll(inQuery(mint.token()));
    all.addAll(bad(mint));
    all.addAll(good(mint.token()));
    return all;
  }

  private static List<HostileRequest> absent(String token) {
    List<String> fields =
        List.of(
            "X-A: b",
            "Authorization: Basic YTpi",
            "Authorization: Digest a=b",
            "Authorization: Negotiate abc",
            "Authorization: Bearerx " + token,
            "Authorization: Token " + token,
            "Cookie: access_token=" + token,
            "X-Access-Token: " + token,
            "Proxy-Authorization: Bearer " + token,
            "X-Authorization: Bearer " + token,
            "Authorization: Basic",
            "DPoP: " + token);
    List<HostileRequest> rows = new ArrayList<>();
    for (String field : fields) {
      rows.add(denied(401, "nothing in " + shown(field), get(LINE, field)).telling(NONE));
    }
    rows.add(
        denied(
                401,
                "a token in a form",
                "POST /api/orders/1 HTTP/1.1\r\n"
                    + "Host: api\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: "
                    + (13 + token.length())
                    + "\r\n\r\naccess_token="
                    + token)
            .telling(NONE));
    return rows;
  }

  private static List<HostileRequest> malformed(String token) {
    List<HostileRequest> rows = new ArrayList<>();
    for (String value : NO_CREDENTIALS) {
      rows.add(
          denied(
                  400,
                  "no credentials <" + shown(value) + ">",
                  get(LINE, "Authorization: " + value.replace("TOKEN", token)))
              .telling(MALFORMED));
    }
    String good = "Authorization: Bearer " + token;
    rows.add(refused(400, "twice the same", get(LINE, good + "\r\n" + good)));
    rows.add(refused(400, "two of them", get(LINE, good + "\r\nAuthorization: Basic YTpi")));
    rows.add(refused(400, "none, then one", get(LINE, "Authorization:\r\n" + good)));
    rows.add(
        refused(
            400, "one in lower case, then one", get(LINE, "authorization: Bearer a\r\n" + good)));
    rows.add(
        refused(
            400, "with a space before the colon", get(LINE, "Authorization : Bearer " + token)));
    rows.add(refused(400, "in the next line", get(LINE, "Authorization:\r\n Bearer " + token)));
    rows.add(
        refused(
            400, "the token in the next line", get(LINE, "Authorization: Bearer\r\n " + token)));
    rows.add(refused(400, "with NUL", get(LINE, "Authorization: Bearer a\u0000b")));
    return rows;
  }

  private static List<HostileRequest> inQuery(String token) {
    List<HostileRequest> rows = new ArrayList<>();
    for (String query :
        List.of(
            "access_token=",
            "Access_Token=",
            "ACCESS_TOKEN=",
            "access%5ftoken=",
            "%61ccess_token=",
            "a=b&access_token=",
            "a;access_token=",
            "access.token=",
            "access+token=",
            "access%20token=",
            "&&access_token=",
            "access_token=a&access_token=")) {
      String line = "GET /api/orders/1?" + query + token + " HTTP/1.1";
      rows.add(denied(400, "query " + query, get(line, "X-A: b")).telling(MALFORMED));
      rows.add(
          denied(400, "query and field " + query, get(line, "Authorization: Bearer " + token))
              .telling(MALFORMED));
      String open = "GET /public/a?" + query + token + "&z=1 HTTP/1.1";
      boolean first = query.startsWith("a=b");
      boolean semicolon = query.startsWith("a;");
      String left =
          first ? "a=b&z=1" : semicolon ? "a&z=1" : query.startsWith("&&") ? "&&z=1" : "z=1";
      rows.add(
          sent(
              "GET /public/a?" + left + " HTTP/1.1",
              "query of an open route " + query,
              get(open, "X-A: b")));
    }
    return rows;
  }

  private static List<HostileRequest> bad(Mint mint) {
    String token = mint.token();
    String header = "eyJhbGciOiJub25lIn0";
    String claims = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    String signature = token.substring(token.lastIndexOf('.') + 1);
    return List.of(
        denied(401, "a token that has ended", bearer(mint.expired())).telling(BAD),
        denied(401, "a text that is no token", bearer("abc")).telling(BAD),
        denied(
                401,
                "a token without signature",
                bearer(token.substring(0, token.lastIndexOf('.') + 1)))
            .telling(BAD),
        denied(401, "a token of two parts", bearer(token.substring(0, token.lastIndexOf('.'))))
            .telling(BAD),
        denied(401, "a token of four parts", bearer(token + ".a")).telling(BAD),
        denied(401, "a token with padding", bearer(token + "=")).telling(BAD),
        denied(401, "the algorithm none", bearer(header + "." + claims + ".")).telling(BAD),
        denied(401, "the algorithm none, signed", bearer(header + "." + claims + "." + signature))
            .telling(BAD),
        denied(
                401,
                "a signature of another token",
                bearer(
                    mint.token("orders:write").substring(0, token.lastIndexOf('.'))
                        + "."
                        + signature))
            .telling(BAD),
        denied(401, "a token beyond any length", bearer("a".repeat(9_000))).telling(BAD),
        denied(401, "a token under another scheme", get(LINE, "Authorization: DPoP " + token)),
        denied(403, "a token without scopes", bearer(mint.token(""))).telling(SCOPE),
        denied(403, "a token for something else", bearer(mint.token("orders:write")))
            .telling(SCOPE),
        denied(403, "a scope in capitals", bearer(mint.token("ORDERS:READ"))).telling(SCOPE),
        denied(403, "a scope that begins alike", bearer(mint.token("orders:reader orders:rea")))
            .telling(SCOPE));
  }

  private static List<HostileRequest> good(String token) {
    List<HostileRequest> rows = new ArrayList<>();
    for (String scheme : List.of("Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer   ")) {
      rows.add(
          sent(LINE, "good with <" + scheme + ">", get(LINE, "Authorization: " + scheme + token))
              .without("Authorization"));
    }
    rows.add(
        sent(LINE, "name in capitals", get(LINE, "AUTHORIZATION: Bearer " + token))
            .without("Authorization"));
    rows.add(
        sent(
                "HEAD /api/orders/1 HTTP/1.1",
                "HEAD where GET goes",
                get("HEAD /api/orders/1 HTTP/1.1", "Authorization: Bearer " + token))
            .without("Authorization"));
    rows.add(
        sent(
                "GET /public/a HTTP/1.1",
                "nobody asks for it",
                get("GET /public/a HTTP/1.1", "Authorization: Bearer " + token))
            .without("Authorization"));
    rows.add(
        sent(
                LINE,
                "proofs go no further",
                get(LINE, "Authorization: Bearer " + token + "\r\nDPoP: a"))
            .without("Authorization", "DPoP"));
    return rows;
  }

  private static String bearer(String token) {
    return get(LINE, "Authorization: Bearer " + token);
  }

  private static String get(String line, String fields) {
    return line + "\r\nHost: api\r\n" + fields + "\r\n\r\n";
  }

  /** Short enough for a report. */
  private static String shown(String text) {
    return text.length() < 40 ? text : text.substring(0, 40);
  }
}
