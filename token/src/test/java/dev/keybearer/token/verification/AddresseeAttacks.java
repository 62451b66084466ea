package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.Forge.quoted;

/** V10 to V12: honest tokens of somebody else, for somebody else, or for something else. */
final class AddresseeAttacks {
  private AddresseeAttacks() {}

  static void addTo(Attacks attacks, Forge forge) {
    issuers(attacks, forge);
    issuersThatAreNone(attacks, forge);
    audiences(attacks, forge);
    scopes(attacks, forge);
  }

  private static void issuers(Attacks attacks, Forge forge) {
    String issuer = forge.issuer.toString();
    String[] others = {
      "",
      "/",
      issuer + "/",
      issuer + "//",
      issuer + "#",
      issuer + "?",
      issuer + "/.",
      issuer + "%2f",
      issuer + " ",
      " " + issuer,
      issuer + "\\u0000",
      issuer + "\\n",
      issuer + "\\u200b",
      issuer + "." + "attacker.example",
      issuer + "@attacker.example",
      issuer.replace("http://", "HTTP://"),
      issuer.replace("http://", "https://"),
      issuer.replace("http://", ""),
      issuer.replace("http://", "http://user@"),
      issuer.replace("127.0.0.1", "localhost"),
      issuer.replace("127.0.0.1", "127.0.0.1."),
      issuer.replace("127.0.0.1", "127.1"),
      issuer.replace("1", "\u0661"),
      issuer.replace("1", "\uFF11"),
      issuer.replace("http", "h\u0442tp"),
      issuer + "," + issuer,
      forge.listener.toString()
    };
    for (String other : others) {
      attacks.add(
          "issuer " + other, Reason.ISSUER, forge.token(forge.claims("iss", quoted(other))));
    }
  }

  private static void issuersThatAreNone(Attacks attacks, Forge forge) {
    String[] values = {
      "null", "0", "true", "{}", "[]", "[" + quoted(forge.issuer.toString()) + "]"
    };
    for (String value : values) {
      attacks.add("issuer is " + value, Reason.ISSUER, forge.token(forge.claims("iss", value)));
    }
    attacks.add("no issuer", Reason.ISSUER, forge.token(forge.claimsWithout("iss")));
  }

  private static void audiences(Attacks attacks, Forge forge) {
    String[] values = {
      "\"\"",
      "\"invoices\"",
      "\"Orders\"",
      "\"ORDERS\"",
      "\"orders \"",
      "\" orders\"",
      "\"order\"",
      "\"orderss\"",
      "\"orders,invoices\"",
      "\"orders invoices\"",
      "\"*\"",
      "\".*\"",
      "\"ord\u0435rs\"",
      "\"orders\\u0000\"",
      "[]",
      "[\"invoices\"]",
      "[\"Orders\",\"*\"]",
      "[[\"orders\"]]",
      "[\"orders\",1]",
      "[\"orders\",null]",
      "[\"orders\",[]]",
      "{\"orders\":true}",
      "{\"0\":\"orders\"}",
      "null",
      "true",
      "0"
    };
    for (String value : values) {
      attacks.add("for " + value, Reason.AUDIENCE, forge.token(forge.claims("aud", value)));
    }
    attacks.add("for nobody", Reason.AUDIENCE, forge.token(forge.claimsWithout("aud")));
  }

  /** The verifier that they are for needs orders:read. */
  private static void scopes(Attacks attacks, Forge forge) {
    String[] values = {
      "\"\"",
      "\"orders\"",
      "\"orders:reads\"",
      "\"ORDERS:READ\"",
      "\"orders:write,orders:read\"",
      "\"orders:write\\torders:read\"",
      "\"orders:write\\norders:read\"",
      "\"\\\"orders:read\\\"\"",
      "\"orders:read\\u0000\"",
      "\"*\"",
      "\"orders:*\"",
      "[]",
      "[\"orders:write orders:read\"]",
      "[\"orders:read\",1]",
      "[[\"orders:read\"]]",
      "{\"orders:read\":true}",
      "null",
      "true",
      "0"
    };
    for (String value : values) {
      attacks.add("scopes " + value, Reason.SCOPE, forge.token(forge.claims("scope", value)));
    }
    attacks.add("no scopes", Reason.SCOPE, forge.token(forge.claimsWithout("scope")));
  }
}
