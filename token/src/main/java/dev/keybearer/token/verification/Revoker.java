package dev.keybearer.token.verification;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.endpoint.TokenEndpoint.Revocation;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;

/**
 * Ends tokens of others at their issuer, as a client that it knows and lets do that (RFC 7009).
 * Safe for use by many threads.
 */
public final class Revoker {
  private final Asker asker;

  private Revoker(Asker asker) {
    this.asker = asker;
  }

  /** Ends tokens of an issuer as this client. */
  public static Revoker of(Issuer issuer, Credential.Client client) {
    return of(issuer, client, TimeSource.system());
  }

  static Revoker of(Issuer issuer, Credential.Client client, TimeSource time) {
    return new Revoker(Asker.of("revocation", issuer, client, time));
  }

  /**
   * Asks the issuer to end an access token; waits ten seconds at most for where to ask, and for the
   * answer.
   *
   * @return whether it confirmed; an issuer confirms too that a token it does not know has ended
   */
  public boolean end(Secret token) {
    try {
      return asker
          .endpoint()
          .revoke(asker.credential(), asker.secret(), new Revocation(token, "access_token"));
    } catch (SecretFailure e) {
      return false;
    }
  }
}
