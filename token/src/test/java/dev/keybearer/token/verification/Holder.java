package dev.keybearer.token.verification;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A client that holds a key and proves it (RFC 9449). Headers and claims are raw JSON by name, so
 * that a test can put anything in their place.
 */
final class Holder {
  static final URI TARGET = URI.create("https://api.example.com/orders");

  private final SigningKey key;

  Holder(SigningKey key) {
    this.key = key;
  }

  static Holder of(Algorithm algorithm) {
    return new Holder(SigningKey.generate("mine", algorithm));
  }

  SigningKey key() {
    return key;
  }

  /** RFC 7638: the members that every key of the kind must have, in the order of their names. */
  String thumbprint() {
    Map<String, String> members = new TreeMap<>(key.jwk());
    members.keySet().removeAll(List.of("use", "alg", "kid"));
    return sha256(object(quoted(members)));
  }

  /** The members of the public key, as a JSON object. */
  String jwk() {
    return object(quoted(key.jwk()));
  }

  /** The confirmation by which a token is bound to this holder. */
  String confirmation() {
    return "{\"jkt\":\"" + thumbprint() + "\"}";
  }

  Map<String, String> header() {
    Map<String, String> header = new LinkedHashMap<>();
    header.put("typ", "\"dpop+jwt\"");
    header.put("alg", "\"" + key.algorithm().jose() + "\"");
    header.put("jwk", jwk());
    return header;
  }

  /** What a good proof says about {@code GET} {@link #TARGET} with this token. */
  Map<String, String> claims(String token, Instant now) {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("jti", "\"" + UUID.randomUUID() + "\"");
    claims.put("htm", "\"GET\"");
    claims.put("htu", "\"" + TARGET + "\"");
    claims.put("iat", String.valueOf(now.getEpochSecond()));
    claims.put("ath", "\"" + sha256(token) + "\"");
    return claims;
  }

  String sign(Map<String, String> header, Map<String, String> claims) {
    return Jws.sign(key, object(header), object(claims));
  }

  /** A good proof. */
  String proof(String token, Instant now) {
    return sign(header(), claims(token, now));
  }

  /** A token as it is presented with these proofs. */
  static Presentation presented(String token, String... proofs) {
    return Presentation.dpop(token, new Presentation.Request("GET", TARGET, List.of(proofs)));
  }

  static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> quoted(Map<String, String> members) {
    Map<String, String> quoted = new LinkedHashMap<>();
    members.forEach((name, value) -> quoted.put(name, "\"" + value + "\""));
    return quoted;
  }
}
