package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.ClientProof;
import dev.keybearer.cli.config.SecretReference;
import dev.keybearer.token.Algorithm;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.SigningKey;
import dev.keybearer.token.secret.SecretSource;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes the clients that we are at issuers. */
final class Clients {
  private final Secrecy secrecy;
  private final Tls tls;

  /** Makes clients that read their secrets there. */
  Clients(Secrecy secrecy, Tls tls) {
    this.secrecy = secrecy;
    this.tls = tls;
  }

  /**
   * A client.
   *
   * @param way how it proves who it is
   * @param proof with what
   * @param trust the authorities of the issuer's TLS certificate, or null for the platform's
   */
  Credential.Client of(
      String id,
      dev.keybearer.cli.config.ClientAuthentication way,
      ClientProof proof,
      @Nullable Path trust) {
    ClientAuthentication authentication =
        switch (proof) {
          case ClientProof.SharedSecret shared -> shared(way, secrecy.source(shared.secret()));
          case ClientProof.Signature signature ->
              new ClientAuthentication.PrivateKeyJwt(key(signature.key()));
          case ClientProof.Certificate shown ->
              new ClientAuthentication.MutualTls(context(shown, trust));
          case ClientProof.Nothing nothing -> new ClientAuthentication.None();
        };
    SecretReference next = proof instanceof ClientProof.SharedSecret both ? both.next() : null;
    return new Credential.Client(id, authentication)
        .withNextSecret(next == null ? null : secrecy.source(next));
  }

  /** The certificate that a client shows, as it is at the moment; null when it shows none. */
  @Nullable SSLContext shown(ClientProof proof, @Nullable Path trust) {
    return proof instanceof ClientProof.Certificate shown ? context(shown, trust) : null;
  }

  private SSLContext context(ClientProof.Certificate shown, @Nullable Path trust) {
    return tls.showing(
        secrecy.certificate(shown.certificate()), secrecy.source(shown.privateKey()), trust);
  }

  SigningKey key(dev.keybearer.cli.config.SigningKey key) {
    var algorithm =
        switch (key.algorithm()) {
          case RS256 -> Algorithm.RS256;
          case PS256 -> Algorithm.PS256;
          case ES256 -> Algorithm.ES256;
          case EDDSA -> Algorithm.EdDSA;
        };
    return new SigningKey(secrecy.source(key.privateKey()), algorithm, key.keyId());
  }

  private static ClientAuthentication shared(
      dev.keybearer.cli.config.ClientAuthentication way, SecretSource secret) {
    return switch (way) {
      case POST -> new ClientAuthentication.Post(secret);
      case JSON -> new ClientAuthentication.Json(secret);
      case BASIC, PRIVATE_KEY_JWT, MTLS, NONE -> new ClientAuthentication.Basic(secret);
    };
  }
}
