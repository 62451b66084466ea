package dev.keybearer.token.endpoint;

import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Keys made for one test. */
final class Keys {
  /** The only kind that takes long to make. */
  private static final KeyPair RSA = generate("RSA", 2048);

  private Keys() {}

  /** A private key in PEM. */
  static SecretSource pem(String family, int size) {
    return pem(pair(family, size));
  }

  /** The private key of the pair in PEM. */
  static SecretSource pem(KeyPair pair) {
    String body = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    return text("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
  }

  /** Any text where a key is expected. */
  static SecretSource text(String text) {
    return new SecretSource() {
      @Override
      public Secret read() {
        return Secret.of(text);
      }

      @Override
      public String toString() {
        return "file:key.pem";
      }
    };
  }

  /** A pair; the size of an Edwards curve is in its name. */
  static KeyPair pair(String family, int size) {
    return family.equals("RSA") && size == 2048 ? RSA : generate(family, size);
  }

  private static KeyPair generate(String family, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
      if (size > 0) {
        generator.initialize(size);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
