package dev.keybearer.token.jose;

import dev.keybearer.token.Algorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Holds signatures against one key. Safe for use by many threads. */
interface SignatureCheck {
  /** Whether the key made this signature of these bytes. */
  boolean holds(Algorithm algorithm, byte[] signed, byte[] signature)
      throws GeneralSecurityException;

  /**
   * The check of a public key, by the native library where it is there. The key is brought into
   * that library's form once instead of with every signature.
   */
  static SignatureCheck of(PublicKey key) {
    Provider fast = Crypto.provider();
    if (fast == null || !Crypto.offers(fast, key)) {
      return new OfPublicKey(key, null);
    }
    return new OfPublicKey(OfPublicKey.translated(key, fast), fast);
  }

  /** The check of a secret. */
  static SignatureCheck of(byte[] secret) {
    return (algorithm, signed, signature) -> {
      String name = "HmacSHA" + algorithm.name().substring("HS".length());
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret, name));
      return MessageDigest.isEqual(mac.doFinal(signed), signature);
    };
  }

  /** The check of a public key. */
  final class OfPublicKey implements SignatureCheck {
    private final PublicKey key;
    private final @Nullable Provider provider;

    /** Ready for the next signature, and taken while one is checked. */
    private final AtomicReference<@Nullable Ready> spare = new AtomicReference<>();

    /**
     * A check.
     *
     * @param provider who does the work, or null for the platform's choice
     */
    OfPublicKey(PublicKey key, @Nullable Provider provider) {
      this.key = key;
      this.provider = provider;
    }

    @Override
    public boolean holds(Algorithm algorithm, byte[] signed, byte[] signature)
        throws GeneralSecurityException {
      if (!isLegal(algorithm, signature)) {
        return false;
      }
      Ready found = spare.getAndSet(null);
      Ready ready = found == null || found.algorithm != algorithm ? fresh(algorithm) : found;
      ready.check.update(signed);
      boolean holds = ready.check.verify(signature);
      spare.set(ready); // not after an exception, whatever that left behind
      return holds;
    }

    private Ready fresh(Algorithm algorithm) throws GeneralSecurityException {
      Signature check = Signatures.of(algorithm, provider);
      check.initVerify(key);
      return new Ready(algorithm, check);
    }

    private record Ready(Algorithm algorithm, Signature check) {}

    /**
     * RFC 7518 section 3.4 and RFC 8032: both numbers at full length, or it is another text. Those
     * of ECDSA are not left to the platform: some accept zeros for every key (CVE-2022-21449).
     */
    private static boolean isLegal(Algorithm algorithm, byte[] signature) {
      return switch (algorithm) {
        case ES256 -> CurveOrder.P256.exceedsBoth(signature);
        case ES384 -> CurveOrder.P384.exceedsBoth(signature);
        case ES512 -> CurveOrder.P521.exceedsBoth(signature);
        case EdDSA -> signature.length == 64;
        default -> true; // the length of an RSA signature is its key's, which the platform checks
      };
    }

    private static PublicKey translated(PublicKey key, Provider provider) {
      try {
        KeyFactory factory = KeyFactory.getInstance(key.getAlgorithm(), provider);
        return (PublicKey) factory.translateKey(key);
      } catch (GeneralSecurityException e) {
        return key; // then it is translated with every signature
      }
    }
  }
}
