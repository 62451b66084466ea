package dev.keybearer.token.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/**
 * Ed25519 by the platform: the library's own check needs another library, and is slower. Safe for
 * use by many threads.
 */
final class Ed25519Check implements JWSVerifier {
  /** RFC 8410 section 4: SEQUENCE { SEQUENCE { 1.3.101.112 } BIT STRING } before the 32 bytes. */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int LENGTH = 32;

  private final PublicKey key;
  private final JCAContext context = new JCAContext();

  Ed25519Check(byte[] point) throws JOSEException {
    if (point.length != LENGTH) {
      throw new JOSEException("a key of another length");
    }
    byte[] encoded = new byte[PREFIX.length + LENGTH];
    System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
    System.arraycopy(point, 0, encoded, PREFIX.length, LENGTH);
    try {
      this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new JOSEException("no key", e);
    }
    Provider provider = Crypto.provider();
    if (provider != null && provider.getService("Signature", "Ed25519") != null) {
      context.setProvider(provider);
    }
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
    try {
      Provider provider = context.getProvider();
      Signature check =
          provider == null
              ? Signature.getInstance("Ed25519")
              : Signature.getInstance("Ed25519", provider);
      check.initVerify(key);
      check.update(signed);
      return check.verify(signature.decode());
    } catch (GeneralSecurityException e) {
      throw new JOSEException("no signature", e);
    }
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    return Set.of(JWSAlgorithm.EdDSA);
  }

  @Override
  public JCAContext getJCAContext() {
    return context;
  }
}
