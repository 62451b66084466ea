package dev.keybearer.simulator.jose;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
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
  /** RSASSA-PKCS1-v1_5 with SHA-384. */
  RS384("RS384", "RSA", "SHA384withRSA"),
  /** RSASSA-PKCS1-v1_5 with SHA-512. */
  RS512("RS512", "RSA", "SHA512withRSA"),
  /** RSASSA-PSS with SHA-256 and a salt of 32 bytes. */
  PS256("PS256", "RSA", "RSASSA-PSS"),
  /** RSASSA-PSS with SHA-384 and a salt of 48 bytes. */
  PS384("PS384", "RSA", "RSASSA-PSS"),
  /** RSASSA-PSS with SHA-512 and a salt of 64 bytes. */
  PS512("PS512", "RSA", "RSASSA-PSS"),
  /** ECDSA on P-256 with SHA-256; the signature is r and s side by side. */
  ES256("ES256", "EC", "SHA256withECDSAinP1363Format"),
  /** ECDSA on P-384 with SHA-384. */
  ES384("ES384", "EC", "SHA384withECDSAinP1363Format"),
  /** ECDSA on P-521 with SHA-512. */
  ES512("ES512", "EC", "SHA512withECDSAinP1363Format"),
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

  /** Whether its keys are those of RSA. */
  public boolean isRsa() {
    return family.equals("RSA");
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
      case RS256, RS384, RS512, PS256, PS384, PS512 ->
          new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4);
      case ES256, ES384, ES512 -> new ECGenParameterSpec("secp" + curveBits() + "r1");
      case EDDSA -> null;
    };
  }

  /** A signature of this kind, not yet bound to a key. */
  Signature signature() throws GeneralSecurityException {
    Signature signature = Signature.getInstance(jca);
    PSSParameterSpec padding = padding();
    if (padding != null) {
      signature.setParameter(padding);
    }
    return signature;
  }

  /** RFC 7518 section 3.5: the salt is as long as the hash. */
  private @Nullable PSSParameterSpec padding() {
    return switch (this) {
      case PS256 -> new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
      case PS384 -> new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
      case PS512 -> new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);
      default -> null;
    };
  }

  /** The size of the curve, or 0 where there is none to choose. */
  private int curveBits() {
    return switch (this) {
      case ES256 -> 256;
      case ES384 -> 384;
      case ES512 -> 521;
      default -> 0;
    };
  }

  /** Whether a key can be used: of the right family, and on the right curve. */
  boolean fits(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      return ec.getParams().getCurve().getField().getFieldSize() == curveBits();
    }
    String name = key.getAlgorithm();
    return name.equals(family) || (this == EDDSA && name.equals("EdDSA"));
  }
}
