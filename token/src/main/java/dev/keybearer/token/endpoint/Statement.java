package dev.keybearer.token.endpoint;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.jose.Signatures;
import dev.keybearer.token.secret.SecretFailure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A signed statement: a JWT in compact form (RFC 7515, RFC 7519). Only makes them, judges none. */
final class Statement {
  private static final int SHORTEST_RSA = 2048;

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Statement() {}

  /**
   * The claims, signed.
   *
   * @param now the clock of whoever will read it
   * @throws SecretFailure when the key cannot be read or does not fit its algorithm
   */
  static String sign(SigningKey key, Claims claims, Instant now) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", key.algorithm().name());
    header.put("typ", "JWT");
    String keyId = key.keyId();
    if (keyId != null) {
      header.put("kid", keyId);
    }
    String input =
        BASE64.encodeToString(JsonText.of(header))
            + "."
            + BASE64.encodeToString(JsonText.of(claims.at(now)));
    try {
      byte[] signature = signature(key, input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + BASE64.encodeToString(signature);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SecretFailure(
          SecretFailure.Kind.MALFORMED,
          "key "
              + key.pem()
              + " cannot sign with "
              + key.algorithm()
              + ": use an unencrypted PKCS#8 key in PEM (BEGIN PRIVATE KEY) of the kind the"
              + " algorithm needs",
          null);
    }
  }

  private static byte[] signature(SigningKey key, byte[] input) throws GeneralSecurityException {
    Signature signature = Signatures.of(key.algorithm(), null);
    signature.initSign(privateKey(key));
    signature.update(input);
    return signature.sign();
  }

  private static PrivateKey privateKey(SigningKey key) throws GeneralSecurityException {
    String pem = key.pem().read().reveal();
    String body =
        pem.replaceFirst("(?s)^.*-----BEGIN PRIVATE KEY-----", "")
            .replaceFirst("(?s)-----END PRIVATE KEY-----.*$", "");
    byte[] der = Base64.getMimeDecoder().decode(body);
    PrivateKey found =
        KeyFactory.getInstance(family(key.algorithm()))
            .generatePrivate(new PKCS8EncodedKeySpec(der));
    if (!fits(found, key.algorithm())) {
      throw new InvalidKeyException("another size than the algorithm needs");
    }
    return found;
  }

  /** RFC 7518 sections 3.3 to 3.5: the platform signs with any curve and with short RSA keys. */
  private static boolean fits(PrivateKey key, Algorithm algorithm) {
    return switch (algorithm) {
      case RS256, RS384, RS512, PS256, PS384, PS512 ->
          key instanceof RSAKey rsa && rsa.getModulus().bitLength() >= SHORTEST_RSA;
      case ES256 -> isOnCurve(key, 256);
      case ES384 -> isOnCurve(key, 384);
      case ES512 -> isOnCurve(key, 521);
      case EdDSA -> true; // the key factory knows no other curve by this name
      case HS256, HS384, HS512 -> false;
    };
  }

  private static boolean isOnCurve(PrivateKey key, int bits) {
    return key instanceof ECKey ec && ec.getParams().getCurve().getField().getFieldSize() == bits;
  }

  private static String family(Algorithm algorithm) {
    return switch (algorithm) {
      case RS256, RS384, RS512, PS256, PS384, PS512 -> "RSA";
      case ES256, ES384, ES512 -> "EC";
      case EdDSA -> "Ed25519";
      case HS256, HS384, HS512 -> throw new IllegalArgumentException("a secret has no family");
    };
  }

  /**
   * What a statement says, each with an id of its own.
   *
   * @param life how long it is good for
   */
  record Claims(String issuer, String subject, String audience, Duration life) {
    private Map<String, Object> at(Instant now) {
      Map<String, Object> claims = new LinkedHashMap<>();
      claims.put("iss", issuer);
      claims.put("sub", subject);
      claims.put("aud", audience);
      claims.put("iat", now.getEpochSecond());
      claims.put("exp", now.plus(life).getEpochSecond());
      claims.put("jti", UUID.randomUUID().toString());
      return claims;
    }
  }
}
