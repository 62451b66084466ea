package dev.keybearer.token.verification;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.endpoint.TokenEndpoint;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretFailure;
import java.time.Duration;

/**
 * Asks the issuer itself what a token is, as a client that it knows (RFC 7662). Safe for use by
 * many threads.
 */
public final class Introspection implements TokenCheck {
  private final Asker asker;
  private final TimeSource time;

  private Introspection(Asker asker, TimeSource time) {
    this.asker = asker;
    this.time = time;
  }

  /** Asks an issuer as this client. */
  public static Introspection of(Issuer issuer, Credential.Client client) {
    return of(issuer, client, TimeSource.system());
  }

  static Introspection of(Issuer issuer, Credential.Client client, TimeSource time) {
    return new Introspection(Asker.of("introspection", issuer, client, time), time);
  }

  @Override
  public Finding ask(String token, Duration limit) {
    try {
      byte[] answer =
          asker.endpoint().introspect(asker.credential(), asker.secret(), Secret.of(token));
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
}
