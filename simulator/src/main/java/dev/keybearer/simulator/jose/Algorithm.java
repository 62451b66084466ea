package dev.keybearer.simulator.jose;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A signature algorithm of RFC 7518 or RFC 8037. */
public enum Algorithm {
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256("RS256", "RSA", "SHA256withRSA"),
  /** RSASSA-PSS with SHA-256 and a salt of 32 bytes. */
  PS256("PS256", "RSA", "RSASSA-PSS"),
  /** ECDSA on P-256 with SHA-256; the signature is r and s side by side. */
  ES256("ES256", "EC", "SHA256withECDSAinP1363Format"),
  /** Ed25519. */
  EDDSA("EdDSA", "Ed25519", "Ed25519");

  private static final int RSA_BITS = 2048;

  private final String jose;
  private final String family;
  private final String jca;

  Algorithm(String jose, String family, String jca) {
    this.jose = jose;
    this.family = family;
    this.jca = jca;
  }

  /** The algorithm with this name in a JOSE header, or empty when it is not known here. */
  public static Optional<Algorithm> parse(String jose) {
    for (Algorithm algorithm : values()) {
      if (algorithm.jose.equals(jose)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** The name in a JOSE header. */
  public String jose() {
    return jose;
  }

  /** A fresh key pair that fits. */
  public KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
      AlgorithmParameterSpec size = size();
      if (size != null) {
        generator.initialize(size);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot make keys for " + jose, e);
    }
  }

  private @Nullable AlgorithmParameterSpec size() {
    return switch (this) {
      case RS256, PS256 -> new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4);
      case ES256 -> new ECGenParameterSpec("secp256r1");
      case EDDSA -> null;
    };
  }

  /** A signature of this kind, not yet bound to a key. */
  Signature signature() throws GeneralSecurityException {
    Signature signature = Signature.getInstance(jca);
    if (this == PS256) {
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    return signature;
  }

  /** Whether a key of this JCA algorithm name can be used. */
  boolean fits(String keyAlgorithm) {
    return keyAlgorithm.equals(family) || (this == EDDSA && keyAlgorithm.equals("EdDSA"));
  }
}
