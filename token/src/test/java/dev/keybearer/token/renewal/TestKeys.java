package dev.keybearer.token.renewal;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.security.KeyPair;
import java.util.Base64;

/** Keys as a client holds them: PKCS#8 in PEM. */
final class TestKeys {
  private TestKeys() {}

  /** A fresh pair that fits an algorithm. */
  static KeyPair pair(SigningKey.Algorithm algorithm) {
    return Algorithm.parse(algorithm.name()).orElseThrow().generate();
  }

  /** The private half, to sign with. */
  static SigningKey signing(KeyPair pair, SigningKey.Algorithm algorithm) {
    return new SigningKey(pem(pair), algorithm, "k1");
  }

  static SecretSource pem(KeyPair pair) {
    String body = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    return () ->
        Secret.of("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
  }
}
