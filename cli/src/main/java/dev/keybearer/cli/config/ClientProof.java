package dev.keybearer.cli.config;

import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Shape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** With what a client proves to an issuer who it is. */
public sealed interface ClientProof {
  /** The keys that each way of client authentication has. */
  Map<ClientAuthentication, Shape<? extends ClientProof>> SHAPES =
      Map.of(
          ClientAuthentication.BASIC, SharedSecret.SHAPE,
          ClientAuthentication.POST, SharedSecret.SHAPE,
          ClientAuthentication.JSON, SharedSecret.SHAPE,
          ClientAuthentication.PRIVATE_KEY_JWT, Signature.SHAPE,
          ClientAuthentication.MTLS, Certificate.SHAPE,
          ClientAuthentication.NONE, Nothing.SHAPE);

  /**
   * A secret that the issuer knows too.
   *
   * @param secret where it is
   * @param next where its successor is while it is being rotated, or null
   */
  record SharedSecret(SecretReference secret, @Nullable SecretReference next)
      implements ClientProof {
    private static final Shape<SharedSecret> SHAPE = shape();

    private static Shape<SharedSecret> shape() {
      var keys = Keys.of("A client with a secret.");
      var secret = keys.required("client-secret", SecretReference.TYPE, "Where its secret is.");
      var next =
          keys.optional(
              "next-client-secret",
              SecretReference.TYPE,
              "Where the successor of its secret is, while that is being rotated.");
      return keys.build(in -> new SharedSecret(in.get(secret), in.get(next)));
    }
  }

  /**
   * A signature.
   *
   * @param key it is made with
   */
  record Signature(SigningKey key) implements ClientProof {
    private static final Shape<Signature> SHAPE = shape();

    private static Shape<Signature> shape() {
      var keys = Keys.of("A client that signs.");
      var key = SigningKey.Members.of(keys);
      return keys.build(in -> new Signature(key.read(in)));
    }
  }

  /**
   * A TLS certificate.
   *
   * @param certificate where its PEM is
   * @param privateKey where the PEM of its private key is
   */
  record Certificate(SecretReference certificate, SecretReference privateKey)
      implements ClientProof {
    private static final Shape<Certificate> SHAPE = shape();

    private static Shape<Certificate> shape() {
      var keys = Keys.of("A client with a TLS certificate.");
      var certificate =
          keys.required(
              "certificate", SecretReference.TYPE, "Where the PEM of its certificate is.");
      var privateKey = SigningKey.privateKey(keys);
      return keys.build(in -> new Certificate(in.get(certificate), in.get(privateKey)));
    }
  }

  /** A public client proves nothing. */
  record Nothing() implements ClientProof {
    private static final Shape<Nothing> SHAPE =
        Keys.of("A public client.").build(in -> new Nothing());
  }
}
