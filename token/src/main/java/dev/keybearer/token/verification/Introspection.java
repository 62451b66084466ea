package dev.keybearer.token.verification;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.endpoint.TokenEndpoint;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import dev.keybearer.token.secret.SecretSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks the issuer itself what a token is, as a client that it knows (RFC 7662). Safe for use by
 * many threads.
 */
public final class Introspection implements TokenCheck {
  private final Credential asker;
  private final TokenEndpoint endpoint;
  private final TimeSource time;

  private Introspection(Credential asker, TimeSource time) {
    this.asker = asker;
    this.time = time;
    this.endpoint = TokenEndpoint.of(asker, time);
  }

  /** Asks an issuer as this client. */
  public static Introspection of(Issuer issuer, Credential.Client client) {
    return of(issuer, client, TimeSource.system());
  }

  static Introspection of(Issuer issuer, Credential.Client client, TimeSource time) {
    Credential asker =
        Credential.of(
            "introspection at " + issuer.name(), issuer, new Grant.ClientCredentials(), client);
    return new Introspection(asker, time);
  }

  @Override
  public Finding ask(String token, Duration limit) {
    try {
      byte[] answer = endpoint.introspect(asker, secret(), Secret.of(token));
      Boolean active = JsonObject.parse(answer).bool("active");
      if (active == null) {
        return new Finding.Unclear(
            "issuer " + asker.issuer().name() + " does not say whether the token is active");
      }
      return active ? new Finding.Active(answer) : new Finding.Inactive();
    } catch (TokenEndpoint.Unfound e) {
      if (e.isAboutToken()) {
        return new Finding.Unclear(String.valueOf(e.getMessage()));
      }
      Duration wait = e.retryAfter();
      throw new VerificationFailure(
          String.valueOf(e.getMessage()), wait == null ? null : time.wall().plus(wait));
    } catch (SecretFailure e) {
      throw new VerificationFailure(String.valueOf(e.getMessage()), null);
    } catch (NotJson e) {
      return new Finding.Unclear(
          "the answer of issuer " + asker.issuer().name() + " is " + e.getMessage());
    }
  }

  private @Nullable Secret secret() {
    SecretSource source = asker.client().authentication().secret();
    return source == null ? null : source.read();
  }
}
