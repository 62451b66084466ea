package dev.keybearer.token.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keybearer.simulator.SimulatedIssuer;
import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens of any form: honest ones with the keys of their issuer, so that only what a test
 * changes is wrong with them, and forged ones with keys of an attacker.
 */
final class Forge {
  final SigningKey rsa;
  final SigningKey pss;
  final SigningKey ec;
  final SigningKey ed;
  final SigningKey attacker;
  final SigningKey partner;
  final URI issuer;
  final URI partnerIssuer;
  final URI listener;
  final Instant now;

  Forge(JudgingScene scene, SimulatedIssuer partner, URI listener) {
    this.rsa = scene.issuer.keys().key(Algorithm.RS256);
    this.pss = scene.issuer.keys().key(Algorithm.PS256);
    this.ec = scene.issuer.keys().key(Algorithm.ES256);
    this.ed = scene.issuer.keys().key(Algorithm.EDDSA);
    this.attacker = SigningKey.generate(ec.id(), Algorithm.ES256);
    // Its key, under the key id of the other issuer.
    this.partner = SigningKey.generate(ec.id(), Algorithm.ES256);
    partner.keys().adopt(this.partner).publish(this.partner);
    this.issuer = scene.issuer.uri();
    this.partnerIssuer = partner.uri();
    this.listener = listener;
    this.now = scene.time.wall();
  }

  /** The header that a key's owner would write. */
  static String header(SigningKey key) {
    return JudgingScene.header(key);
  }

  /** The same with another member, as it stands in JSON. */
  static String header(SigningKey key, String member) {
    String honest = header(key);
    return honest.substring(0, honest.length() - 1) + "," + member + "}";
  }

  /** A header with this algorithm and nothing else that would be honest. */
  String headerOf(String algorithm) {
    return "{\"alg\":" + quoted(algorithm) + ",\"kid\":" + quoted(ec.id()) + "}";
  }

  /** Good claims. */
  String claims() {
    return json(members());
  }

  /** Good claims but for one, given as it stands in JSON. */
  String claims(String name, String value) {
    Map<String, String> members = members();
    members.put(name, value);
    return json(members);
  }

  /** Good claims without one. */
  String claimsWithout(String name) {
    Map<String, String> members = members();
    members.remove(name);
    return json(members);
  }

  private Map<String, String> members() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("iss", quoted(issuer.toString()));
    members.put("sub", quoted("ada"));
    members.put("aud", quoted(JudgingScene.AUDIENCE));
    members.put("client_id", quoted("app"));
    members.put("scope", quoted("orders:read"));
    members.put("iat", seconds(0));
    members.put("exp", seconds(3_600));
    members.put("jti", quoted("t-1"));
    return members;
  }

  /** A moment from now, as a number of seconds. */
  String seconds(long fromNow) {
    return Long.toString(now.getEpochSecond() + fromNow);
  }

  /** Honest but for the claims. */
  String token(String claims) {
    return Jws.sign(ec, header(ec), claims);
  }

  /** Honest but for one more member of the header. */
  String tokenWith(String member) {
    return Jws.sign(ec, header(ec, member), claims());
  }

  /** Honest. */
  String token() {
    return token(claims());
  }

  /** A token under any header with any signature. */
  static String token(String header, String claims, byte[] signature) {
    return part(header) + "." + part(claims) + "." + part(signature);
  }

  /** A header and claims of bytes that need not be text, with a good signature. */
  String token(byte[] header, byte[] claims) {
    String signed = part(header) + "." + part(claims);
    return signed + "." + part(Signatures.ecdsa(ec, signed));
  }

  /** Signed with HMAC. */
  static String hmac(String algorithm, byte[] secret, String header, String claims) {
    String signed = part(header) + "." + part(claims);
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret, algorithm));
      return signed + "." + part(mac.doFinal(signed.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String part(String text) {
    return part(text.getBytes(UTF_8));
  }

  static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
