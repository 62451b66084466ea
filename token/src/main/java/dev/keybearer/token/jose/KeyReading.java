package dev.keybearer.token.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.http.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a verifying key of one JSON Web Key, or says why not (RFC 7517, RFC 7518 section 6). */
final class KeyReading {
  /** The members that are the public key; certificates and the private half are not looked at. */
  private static final List<String> MATERIAL = List.of("kty", "crv", "n", "e", "x", "y", "k");

  /** RFC 8410 section 4: SEQUENCE { SEQUENCE { 1.3.101.112 } BIT STRING } before the 32 bytes. */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int ED25519_LENGTH = 32;

  private static final int SHORTEST_RSA = 2048;

  /** Longer keys are not safer within a token's life, only slower for whoever checks. */
  private static final int LONGEST_RSA = 8192;

  /** Every exponent in use fits; a longer one makes each check as slow as signing. */
  private static final int LONGEST_EXPONENT = 64;

  private static final Set<Algorithm> RSA =
      EnumSet.of(
          Algorithm.RS256,
          Algorithm.RS384,
          Algorithm.RS512,
          Algorithm.PS256,
          Algorithm.PS384,
          Algorithm.PS512);

  private KeyReading() {}

  /** The key for checking signatures; secrets are taken only when they were given by hand. */
  static VerifyingKey of(JsonObject entry, boolean byHand) throws NotKeys {
    requireForSigning(entry);
    if (!byHand && entry.has("d")) {
      throw new NotKeys("a private key was published: whoever has read it can sign");
    }
    String kty = entry.text("kty");
    if ("oct".equals(kty) && !byHand) {
      throw new NotKeys("a secret was published: whoever has read it can sign");
    }
    JWK key = parse(entry);
    Set<Algorithm> fitting = EnumSet.copyOf(fitting(key));
    narrow(fitting, entry);
    try {
      String thumbprint = key.computeThumbprint().toString();
      return new VerifyingKey(id(entry), fitting, check(key), thumbprint);
    } catch (JOSEException e) {
      throw new NotKeys("a key of kind " + kty + " cannot be used here");
    }
  }

  private static void requireForSigning(JsonObject entry) throws NotKeys {
    if (entry.has("use") && !"sig".equals(entry.text("use"))) {
      throw new NotKeys("a key is for another use than signatures");
    }
    if (entry.has("key_ops")) {
      List<String> operations = entry.texts("key_ops");
      if (operations == null || !operations.contains("verify")) {
        throw new NotKeys("a key is not for verifying");
      }
    }
  }

  private static @Nullable String id(JsonObject entry) throws NotKeys {
    String id = entry.text("kid");
    if (id == null && entry.has("kid")) {
      throw new NotKeys("a key id is no text");
    }
    return id;
  }

  private static JWK parse(JsonObject entry) throws NotKeys {
    Map<String, Object> material = new HashMap<>();
    for (String member : MATERIAL) {
      String text = entry.text(member);
      if (text != null) {
        material.put(member, text);
      }
    }
    try {
      return JWK.parse(material);
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      // Its message may quote the key.
      throw new NotKeys("a key is malformed, of an unknown kind or not on its curve");
    }
  }

  private static Set<Algorithm> fitting(JWK key) throws NotKeys {
    if (key instanceof RSAKey rsa) {
      requireStrong(rsa);
      return RSA;
    }
    if (key instanceof ECKey ec) {
      return switch (ec.getCurve().getName()) {
        case "P-256" -> Set.of(Algorithm.ES256);
        case "P-384" -> Set.of(Algorithm.ES384);
        case "P-521" -> Set.of(Algorithm.ES512);
        default -> throw new NotKeys("a key is on a curve that is not accepted");
      };
    }
    if (key instanceof OctetKeyPair pair && pair.getCurve().getName().equals("Ed25519")) {
      return Set.of(Algorithm.EdDSA);
    }
    if (key instanceof OctetSequenceKey secret) {
      return strongEnough(secret.size());
    }
    throw new NotKeys("a key is of a kind that checks no signatures here");
  }

  private static void requireStrong(RSAKey key) throws NotKeys {
    int bits = key.getModulus().decodeToBigInteger().bitLength();
    if (bits < SHORTEST_RSA || bits > LONGEST_RSA) {
      throw new NotKeys(
          "an RSA key has " + bits + " bits: between 2048 and " + LONGEST_RSA + " are accepted");
    }
    BigInteger exponent = key.getPublicExponent().decodeToBigInteger();
    boolean sound = exponent.testBit(0) && exponent.compareTo(BigInteger.ONE) > 0;
    if (!sound || exponent.bitLength() > LONGEST_EXPONENT) {
      throw new NotKeys("an RSA key has an exponent that is even, 1 or too long");
    }
  }

  /** RFC 7518 section 3.2: a key of at least the length of the hash. */
  private static Set<Algorithm> strongEnough(int bits) throws NotKeys {
    Set<Algorithm> fitting = EnumSet.noneOf(Algorithm.class);
    if (bits >= 256) {
      fitting.add(Algorithm.HS256);
    }
    if (bits >= 384) {
      fitting.add(Algorithm.HS384);
    }
    if (bits >= 512) {
      fitting.add(Algorithm.HS512);
    }
    if (fitting.isEmpty()) {
      throw new NotKeys("a secret has " + bits + " bits: 256 or more are needed");
    }
    return fitting;
  }

  /** A key that names its algorithm is for nothing else. */
  private static void narrow(Set<Algorithm> fitting, JsonObject entry) throws NotKeys {
    if (!entry.has("alg")) {
      return;
    }
    String name = entry.text("alg");
    Algorithm own = name == null ? null : Algorithm.named(name);
    fitting.removeIf(algorithm -> algorithm != own);
    if (fitting.isEmpty()) {
      throw new NotKeys("a key names an algorithm that is unknown here, or too strong for it");
    }
  }

  private static SignatureCheck check(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa) {
      return SignatureCheck.of(rsa.toRSAPublicKey());
    }
    if (key instanceof ECKey ec) {
      return SignatureCheck.of(ec.toECPublicKey());
    }
    return key instanceof OctetSequenceKey secret
        ? SignatureCheck.of(secret.toByteArray())
        : SignatureCheck.of(ed25519(key.toOctetKeyPair().getDecodedX()));
  }

  private static PublicKey ed25519(byte[] point) throws JOSEException {
    if (point.length != ED25519_LENGTH) {
      throw new JOSEException("a key of another length");
    }
    byte[] encoded = Arrays.copyOf(ED25519, ED25519.length + ED25519_LENGTH);
    System.arraycopy(point, 0, encoded, ED25519.length, ED25519_LENGTH);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new JOSEException("no key", e);
    }
  }
}
