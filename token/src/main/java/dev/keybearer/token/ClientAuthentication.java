package dev.keybearer.token;

import dev.keybearer.token.secret.SecretSource;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How a client proves to an issuer who it is. */
public sealed interface ClientAuthentication {
  /** Where the shared secret is read, or null when the proof needs none. */
  default @Nullable SecretSource secret() {
    return null;
  }

  /** Id and secret in the {@code Authorization} field (RFC 6749 section 2.3.1). */
  record Basic(SecretSource secret) implements ClientAuthentication {}

  /** Id and secret in the form. */
  record Post(SecretSource secret) implements ClientAuthentication {}

  /** Id and secret in a JSON object instead of a form, as some issuers want it. */
  record Json(SecretSource secret) implements ClientAuthentication {}

  /** A statement signed by the client's key (RFC 7523 section 2.2). */
  record PrivateKeyJwt(SigningKey key) implements ClientAuthentication {}

  /** The client's certificate in the TLS handshake (RFC 8705 section 2). */
  record MutualTls(SSLContext context) implements ClientAuthentication {}

  /** No proof: a public client names itself only. */
  record None() implements ClientAuthentication {}
}
