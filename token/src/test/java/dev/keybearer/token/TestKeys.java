package dev.keybearer.token;

import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Base64;

/** Keys as a client holds them: PKCS#8 in PEM. */
public final class TestKeys {
  private TestKeys() {}

  /** A fresh pair that fits an algorithm. */
  public static KeyPair pair(Algorithm algorithm) {
    return dev.keybearer.simulator.jose.Algorithm.parse(algorithm.name()).orElseThrow().generate();
  }

  /** The private half, to sign with. */
  public static SigningKey signing(KeyPair pair, Algorithm algorithm) {
    return new SigningKey(pem(pair.getPrivate()), algorithm, "k1");
  }

  /** A private key in PEM. */
  public static SecretSource pem(PrivateKey key) {
    String body = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return () ->
        Secret.of("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
  }
}
