package dev.keybearer.token.lease;

import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.net.URI;

/** Credentials to compare. */
final class Credentials {
  /** A lambda: it has no text of its own that would mean anything. */
  static final SecretSource SECRET = () -> Secret.of("s3cret");

  private Credentials() {}

  static Credential standard() {
    return of(new Grant.ClientCredentials());
  }

  static Credential of(Grant grant) {
    Issuer issuer = Issuer.oauth2(Endpoints.of(URI.create("https://idp.example/token")));
    return Credential.of("orders", issuer, grant, client("orders-client"));
  }

  static Credential.Client client(String id) {
    return new Credential.Client(id, new ClientAuthentication.Basic(SECRET));
  }

  static String itemName(Credential credential) {
    return credential.name() + "~" + Identity.of(credential);
  }
}
