package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.Forge.header;
import static dev.keybearer.token.verification.Forge.quoted;

import dev.keybearer.simulator.jose.Jws;

/** V6, V12: honest signatures under headers that mean something else; tokens of other kinds. */
final class HeaderAttacks {
  private HeaderAttacks() {}

  static void addTo(Attacks attacks, Forge forge) {
    extensions(attacks, forge);
    types(attacks, forge);
    otherKinds(attacks, forge);
    names(attacks, forge);
  }

  private static void extensions(Attacks attacks, Forge forge) {
    String[] members = {
      "\"crit\":[]",
      "\"crit\":null",
      "\"crit\":\"b64\"",
      "\"crit\":{}",
      "\"crit\":[\"exp\"],\"exp\":1",
      "\"crit\":[\"exp\"]",
      "\"crit\":[\"alg\"]",
      "\"crit\":[\"kid\",\"kid\"]",
      "\"crit\":[\"b64\"],\"b64\":true",
      "\"crit\":[\"b64\"],\"b64\":false",
      "\"crit\":[\"http://example.com/unknown\"],\"http://example.com/unknown\":1",
      "\"crit\":[1]",
      "\"\\u0063rit\":[\"x\"],\"x\":1",
      "\"b64\":false",
      "\"b64\":true",
      "\"b64\":null",
      "\"b64\":\"false\"",
      "\"zip\":\"DEF\"",
      "\"enc\":\"A256GCM\"",
      "\"cty\":\"JWT\"",
      "\"cty\":\"application/jwt\"",
      "\"cty\":[\"JWT\"]"
    };
    for (String member : members) {
      attacks.add("header with " + member, Reason.HEADER, forge.tokenWith(member));
    }
  }

  private static void types(Attacks attacks, Forge forge) {
    String[] types = {
      "logout+jwt",
      "dpop+jwt",
      "secevent+jwt",
      "token-introspection+jwt",
      "oauth-authz-req+jwt",
      "client-authentication+jwt",
      "application/logout+jwt",
      "LOGOUT+JWT",
      "id_token",
      "rt+jwt",
      "JOSE",
      "JOSE+JSON",
      "at+jwt ",
      "at-jwt",
      "",
      "application/application/at+jwt",
      "text/at+jwt",
      "at+jwt; charset=utf-8",
      "kb+jwt",
      "vc+jwt"
    };
    for (String type : types) {
      attacks.add("typed " + type, Reason.TYPE, typed(quoted(type), forge));
    }
    for (String value : new String[] {"null", "0", "[\"at+jwt\"]", "{}", "true"}) {
      attacks.add("type is " + value, Reason.HEADER, typed(value, forge));
    }
  }

  private static String typed(String value, Forge forge) {
    String header = header(forge.ec).replace(quoted("at+jwt"), value);
    return Jws.sign(forge.ec, header, forge.claims());
  }

  /** Signed by the issuer with the key of its access tokens, for the same audience. */
  private static void otherKinds(Attacks attacks, Forge forge) {
    for (String kind : new String[] {"ID", "Refresh", "Offline", "Logout", "id"}) {
      attacks.add(
          "claims typed " + kind, Reason.TYPE, forge.token(forge.claims("typ", quoted(kind))));
    }
    attacks.add(
        "id token with a nonce", Reason.TYPE, forge.token(forge.claims("nonce", "\"n-1\"")));
    attacks.add(
        "id token with a hash", Reason.TYPE, forge.token(forge.claims("at_hash", "\"AAAA\"")));
    attacks.add(
        "id token with a nonce of null", Reason.TYPE, forge.token(forge.claims("nonce", "null")));
    String logout = "{\"http://schemas.openid.net/event/backchannel-logout\":{}}";
    attacks.add("logout token", Reason.TYPE, forge.token(forge.claims("events", logout)));
  }

  private static void names(Attacks attacks, Forge forge) {
    String[] members = {
      "\"alg\":\"none\"",
      "\"alg\":\"ES256\"",
      "\"\\u0061lg\":\"none\"",
      "\"al\\u0067\":\"HS256\"",
      "\"kid\":\"other\"",
      "\"k\\u0069d\":\"other\"",
      "\"typ\":\"at+jwt\"",
      "\"x\":{\"a\":1,\"\\u0061\":2}",
      "\"x\":" + "[".repeat(16) + "]".repeat(16),
      "\"x\":1e1000",
      "\"x\":" + "1".repeat(33),
      "\"x\":NaN",
      "\"x\":'y'",
      "\"x\":1,",
      "\"x\":\"\\ud800\"",
      "\"x\":01",
      "x:1"
    };
    for (String member : members) {
      attacks.add("malformed header with " + member, Reason.MALFORMED, forge.tokenWith(member));
    }
  }
}
