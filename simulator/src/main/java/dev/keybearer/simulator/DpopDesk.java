package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.register.Ephemeral;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Judges DPoP proofs with ES256, at the token endpoint and before the API (RFC 9449 section 4.3).
 */
final class DpopDesk {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Authority authority;
  private final Ephemeral<Boolean> used = new Ephemeral<>();

  DpopDesk(Authority authority) {
    this.authority = authority;
  }

  /**
   * Whose proof came with a request.
   *
   * @param token that came with it, or null
   */
  Finding judge(Ask ask, @Nullable String token) {
    List<String> proofs =
        ask.fields().lines().stream()
            .filter(line -> line.getKey().equalsIgnoreCase("DPoP"))
            .map(line -> line.getValue())
            .toList();
    if (proofs.isEmpty()) {
      return Finding.NONE;
    }
    if (proofs.size() > 1) {
      return wrong("several proofs");
    }
    try {
      return judge(Jws.parse(proofs.get(0)), ask, token);
    } catch (IllegalArgumentException | JacksonException | GeneralSecurityException e) {
      return wrong("not a proof");
    }
  }

  private Finding judge(Jws proof, Ask ask, @Nullable String token)
      throws GeneralSecurityException {
    JsonNode header = Json.parse(proof.header());
    JsonNode claims = Json.parse(proof.payload());
    JsonNode jwk = header.path("jwk");
    boolean known =
        text(header, "typ").equals("dpop+jwt")
            && text(header, "alg").equals("ES256")
            && text(jwk, "crv").equals("P-256")
            && !jwk.has("d");
    if (!known || !proof.isSignedBy(key(jwk), Algorithm.ES256)) {
      return wrong("not signed with the key in it");
    }
    String wrong = objection(claims, ask, token);
    if (wrong != null) {
      return wrong(wrong);
    }
    String nonce = authority.habits().dpopNonce();
    if (nonce != null && !nonce.equals(text(claims, "nonce"))) {
      return new Finding(null, "use_dpop_nonce", "the proof needs the nonce of this server");
    }
    Instant now = authority.now();
    if (!used.put(text(claims, "jti"), true, now.plus(WINDOW.multipliedBy(2)), now)) {
      return wrong("used before");
    }
    return new Finding(thumbprint(jwk), "", "");
  }

  private @Nullable String objection(JsonNode claims, Ask ask, @Nullable String token) {
    Instant made = Instant.ofEpochSecond(claims.path("iat").asLong(0));
    if (Duration.between(made, authority.now()).abs().compareTo(WINDOW) > 0) {
      return "too old, or of the future";
    }
    if (text(claims, "jti").isEmpty() || !text(claims, "htm").equals(ask.method())) {
      return "for another method, or without an id";
    }
    if (!text(claims, "htu").equals(origin() + ask.path())) {
      return "for another address";
    }
    String hash = token == null ? "" : sha256(token);
    return text(claims, "ath").equals(hash) ? null : "for another token";
  }

  private String origin() {
    URI issuer = URI.create(authority.issuer());
    return issuer.getScheme() + "://" + issuer.getRawAuthority();
  }

  /** The answer with what the next proof has to hold. */
  Answer told(Answer answer) {
    String nonce = authority.habits().dpopNonce();
    return nonce == null ? answer : answer.with("DPoP-Nonce", nonce);
  }

  private static Finding wrong(String description) {
    return new Finding(null, "invalid_dpop_proof", description);
  }

  private static PublicKey key(JsonNode jwk) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point = new ECPoint(number(text(jwk, "x")), number(text(jwk, "y")));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger number(String encoded) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(encoded));
  }

  /** RFC 7638 section 3. */
  private static String thumbprint(JsonNode jwk) {
    return sha256(
        "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
            + text(jwk, "x")
            + "\",\"y\":\""
            + text(jwk, "y")
            + "\"}");
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static String text(JsonNode object, String name) {
    return object.path(name).asString("");
  }

  /**
   * What a request proved.
   *
   * @param key the thumbprint of the key that was proved, or null
   * @param error what was wrong, or empty
   * @param description of it
   */
  record Finding(@Nullable String key, String error, String description) {
    static final Finding NONE = new Finding(null, "", "");

    boolean isWrong() {
      return !error.isEmpty();
    }
  }
}
