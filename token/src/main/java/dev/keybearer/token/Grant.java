package dev.keybearer.token;

import dev.keybearer.token.secret.SecretSource;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way a token is asked for. */
public sealed interface Grant {
  /** Whether a successor is had with a refresh token, so that a lost one needs a person. */
  default boolean needsRefreshToken() {
    return false;
  }

  /** The client asks in its own name (RFC 6749 section 4.4). */
  record ClientCredentials() implements Grant {}

  /**
   * A refresh token that somebody else obtained (RFC 6749 section 6).
   *
   * @param seed the first one; later ones come from the store
   */
  record RefreshToken(SecretSource seed) implements Grant {
    @Override
    public boolean needsRefreshToken() {
      return true;
    }
  }

  /**
   * A person logs in with a browser; the code is bound to a verifier (RFC 6749 section 4.1, RFC
   * 7636).
   *
   * @param redirect where the browser is sent back to
   */
  record AuthorizationCode(URI redirect) implements Grant {
    @Override
    public boolean needsRefreshToken() {
      return true;
    }
  }

  /** A person logs in on another device (RFC 8628). */
  record DeviceCode() implements Grant {
    @Override
    public boolean needsRefreshToken() {
      return true;
    }
  }

  /** A signed statement about whom to act for (RFC 7523 section 2.1). */
  record JwtBearer(Assertion assertion) implements Grant {}

  /**
   * A SAML 2.0 assertion (RFC 7522), as the wire carries it.
   *
   * @param parameters what else the issuer wants to see, such as an organisation's name
   */
  record Saml2Bearer(SecretSource assertion, Map<String, String> parameters) implements Grant {
    /** Keeps a copy of the parameters. */
    public Saml2Bearer {
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * One token for another (RFC 8693).
   *
   * @param actor who acts for the subject, or null
   * @param requestedType the type of token wanted, or null for the issuer's choice
   * @param resource where the token is to be used, or null
   */
  record TokenExchange(
      Party subject, @Nullable Party actor, @Nullable String requestedType, @Nullable URI resource)
      implements Grant {}

  /**
   * A token that stands for somebody in an exchange.
   *
   * @param token read anew for each exchange; may come from another {@link TokenSource}
   * @param type its type as a URN
   */
  record Party(SecretSource token, String type) {
    /** The URN of an OAuth 2.0 access token. */
    public static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  }

  /** Where the statement of a JWT bearer grant comes from. */
  sealed interface Assertion {}

  /** A statement that somebody else signed, read anew for each request. */
  record Presented(SecretSource assertion) implements Assertion {}

  /**
   * A statement signed here for each request.
   *
   * @param life how long each statement is good for
   */
  record Signed(SigningKey key, String issuer, String subject, String audience, Duration life)
      implements Assertion {}
}
