package dev.keybearer.token.jose;

import dev.keybearer.token.Algorithm;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/** What the platform calls the signatures of RFC 7518 and RFC 8037. */
public final class Signatures {
  private static final PSSParameterSpec PS256 = pss("SHA-256", MGF1ParameterSpec.SHA256, 32);
  private static final PSSParameterSpec PS384 = pss("SHA-384", MGF1ParameterSpec.SHA384, 48);
  private static final PSSParameterSpec PS512 = pss("SHA-512", MGF1ParameterSpec.SHA512, 64);

  private Signatures() {}

  /**
   * A signature of this kind, not yet bound to a key.
   *
   * @param provider who makes or checks it, or null for the platform's choice
   */
  public static Signature of(Algorithm algorithm, @Nullable Provider provider)
      throws GeneralSecurityException {
    return switch (algorithm) {
      case RS256 -> named("SHA256withRSA", provider);
      case RS384 -> named("SHA384withRSA", provider);
      case RS512 -> named("SHA512withRSA", provider);
      case PS256 -> padded(PS256, provider);
      case PS384 -> padded(PS384, provider);
      case PS512 -> padded(PS512, provider);
      // RFC 7518 section 3.4: the bare pair of numbers, not its DER form.
      case ES256 -> named("SHA256withECDSAinP1363Format", provider);
      case ES384 -> named("SHA384withECDSAinP1363Format", provider);
      case ES512 -> named("SHA512withECDSAinP1363Format", provider);
      case EdDSA -> named("Ed25519", provider);
      case HS256, HS384, HS512 ->
          throw new NoSuchAlgorithmException(algorithm + " makes no signature but a MAC");
    };
  }

  private static Signature named(String name, @Nullable Provider provider)
      throws NoSuchAlgorithmException {
    return provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
  }

  private static Signature padded(PSSParameterSpec padding, @Nullable Provider provider)
      throws GeneralSecurityException {
    Signature signature = named("RSASSA-PSS", provider);
    signature.setParameter(padding);
    return signature;
  }

  /** RFC 7518 section 3.5: the salt is as long as the hash. */
  private static PSSParameterSpec pss(String hash, MGF1ParameterSpec mask, int salt) {
    return new PSSParameterSpec(hash, "MGF1", mask, salt, 1);
  }
}
