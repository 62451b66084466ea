package dev.keybearer.token.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.Prover;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes DPoP proofs (RFC 9449 section 4.2) with ES256.
 *
 * <pre>
 *   { "typ": "dpop+jwt", "alg": "ES256", "jwk": public key }
 *   { "jti": random, "htm": method, "htu": target, "iat": now, "ath": SHA-256 of the token, "nonce": … }
 * </pre>
 *
 * Safe for use by many threads.
 */
public final class DpopSigner implements Prover {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final ECKey key;
  private final PrivateKey signing;
  private final String header;
  private final String thumbprint;
  private final TimeSource time;

  private DpopSigner(ECKey key, TimeSource time) throws JOSEException {
    this.key = key;
    this.signing = key.toECPrivateKey();
    this.thumbprint = key.computeThumbprint().toString();
    this.time = time;
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("typ", DpopKey.TYPE);
    fields.put("alg", Algorithm.ES256.name());
    fields.put("jwk", key.toPublicJWK().toJSONObject());
    this.header = BASE64.encodeToString(JsonText.of(fields)) + ".";
  }

  /** One with a new key. */
  public static DpopSigner random(TimeSource time) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      ECKey key =
          new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
              .privateKey((ECPrivateKey) pair.getPrivate())
              .build();
      return new DpopSigner(key, time);
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** One with the key of another, or null when the text holds none. */
  public static @Nullable DpopSigner parse(Secret text, TimeSource time) {
    try {
      ECKey key = ECKey.parse(text.reveal());
      return key.isPrivate() && key.getCurve().equals(Curve.P_256)
          ? new DpopSigner(key, time)
          : null;
    } catch (ParseException | JOSEException | RuntimeException e) {
      return null; // what is wrong with it would quote it
    }
  }

  /** The private key as a JWK, for whoever keeps it. */
  public Secret secret() {
    return Secret.of(key.toJSONString());
  }

  /** The key as issuers name it in tokens (RFC 7638). */
  public String thumbprint() {
    return thumbprint;
  }

  @Override
  public String prove(Request request, @Nullable String token) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("htm", request.method());
    claims.put("htu", withoutQuery(request.target()));
    claims.put("iat", time.wall().getEpochSecond());
    if (token != null) {
      claims.put("ath", BASE64.encodeToString(sha256(token)));
    }
    if (request.nonce() != null) {
      claims.put("nonce", request.nonce());
    }
    String input = header + BASE64.encodeToString(JsonText.of(claims));
    return input + "." + BASE64.encodeToString(sign(input));
  }

  private byte[] sign(String input) {
    try {
      Signature signature = Signatures.of(Algorithm.ES256, Crypto.provider());
      signature.initSign(signing);
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key on P-256 signs with ES256", e);
    }
  }

  private static String withoutQuery(URI target) {
    String text = target.toString();
    int query = text.indexOf('?');
    int fragment = text.indexOf('#');
    int end = query < 0 ? text.length() : query;
    return text.substring(0, fragment < 0 ? end : Math.min(end, fragment));
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The thumbprint, and nothing that signs. */
  @Override
  public String toString() {
    return "DpopSigner[" + thumbprint + "]";
  }
}
