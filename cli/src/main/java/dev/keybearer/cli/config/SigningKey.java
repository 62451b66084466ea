package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Fields;
import dev.keybearer.cli.config.shape.Key;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Word;
import dev.keybearer.cli.config.shape.Words;
import org.jspecify.annotations.Nullable;

/**
 * A key that JWTs are signed with.
 *
 * @param privateKey where its PEM is
 * @param keyId what the issuer knows it by, or null
 * @param algorithm of the signatures
 */
public record SigningKey(SecretReference privateKey, @Nullable String keyId, Algorithm algorithm) {

  /** The algorithms of signatures, by their JOSE names. */
  public enum Algorithm implements Word {
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256,
    /** RSASSA-PSS with SHA-256. */
    PS256,
    /** ECDSA on P-256 with SHA-256. */
    ES256,
    /** Ed25519. */
    EDDSA {
      @Override
      public String word() {
        return "EdDSA";
      }
    };

    @Override
    public String word() {
      return name();
    }
  }

  /** The key of a mapping that leads to a private key, whatever that is for. */
  static Key<SecretReference> privateKey(Keys keys) {
    return keys.required("private-key", SecretReference.TYPE, "Where the PEM of its key is.");
  }

  /**
   * What a signing key takes up among the keys of a mapping.
   *
   * @param privateKey required
   * @param keyId may be left out
   * @param algorithm may be left out
   */
  record Members(
      Key<SecretReference> privateKey, Key<@Nullable String> keyId, Key<Algorithm> algorithm) {
    static Members of(Keys keys) {
      return new Members(
          SigningKey.privateKey(keys),
          keys.optional("key-id", Texts.TEXT, "What the issuer knows its key by."),
          keys.defaulted(
              "algorithm", Words.of(Algorithm.values()), "RS256", "The algorithm it signs with."));
    }

    SigningKey read(Fields in) {
      return new SigningKey(in.get(privateKey), in.get(keyId), in.get(algorithm));
    }
  }
}
