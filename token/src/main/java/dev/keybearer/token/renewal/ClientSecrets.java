package dev.keybearer.token.renewal;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Event;
import dev.keybearer.token.Habits;
import dev.keybearer.token.Prover;
import dev.keybearer.token.endpoint.Reply;
import dev.keybearer.token.endpoint.TokenEndpoint;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the issuer with whichever of the client's secrets it takes, and tells when that changes. A
 * client that proves itself in another way is asked for once, with none.
 */
final class ClientSecrets {
  private final Credential credential;
  private final Surroundings around;
  private final TokenEndpoint endpoint;
  private final @Nullable SecretPair pair;
  private @Nullable Prover prover;

  ClientSecrets(Credential credential, Surroundings around, TokenEndpoint endpoint) {
    this.credential = credential;
    this.around = around;
    this.endpoint = endpoint;
    SecretSource source = credential.client().authentication().secret();
    this.pair = source == null ? null : pair(source, credential.client().nextSecret());
  }

  private static SecretPair pair(SecretSource source, @Nullable SecretSource next) {
    SecretPair pair = new SecretPair(source);
    if (next != null) {
      pair.announce(next);
    }
    return pair;
  }

  /** The pair that rotates, or null when the client has no shared secret. */
  @Nullable SecretPair pair() {
    return pair;
  }

  /** Asks once, and once more with the other secret when the first is not accepted (R7). */
  Reply ask(Map<String, String> form) {
    if (pair == null) {
      return ask(null, form);
    }
    Reply reply = new Reply.Unanswered("no secret is known", false);
    for (Secret secret : pair.candidates()) {
      reply = ask(secret, form);
      if (reply instanceof Reply.Granted) {
        worked(pair, secret);
        return reply;
      }
      if (!isClientRejected(reply)) {
        return reply;
      }
      refused(pair, secret, (Reply.Denied) reply);
    }
    return reply;
  }

  private Reply ask(@Nullable Secret secret, Map<String, String> form) {
    Prover proving = prover;
    return proving == null
        ? endpoint.ask(credential, secret, form)
        : endpoint.ask(credential, secret, form, proving);
  }

  /** Binds the tokens that are asked for from now on to a key, or to none. */
  void bindTo(@Nullable Prover newProver) {
    prover = newProver;
  }

  /** Ends a token at the issuer with the secret that is in use. */
  boolean revoke(TokenEndpoint.Revocation revocation) {
    Secret secret = pair == null ? null : pair.candidates().get(0);
    return endpoint.revoke(credential, secret, revocation);
  }

  private void worked(SecretPair pair, Secret secret) {
    if (pair.worked(secret)) {
      around.events().offer(new Event.SecretRotated(around.time().wall(), credential.name()));
    }
  }

  private void refused(SecretPair pair, Secret secret, Reply.Denied denied) {
    if (pair.refused(secret)) {
      around
          .events()
          .offer(
              new Event.SecretRotationFailed(
                  around.time().wall(), credential.name(), denied.message()));
    }
  }

  private static boolean isClientRejected(Reply reply) {
    return reply instanceof Reply.Denied denied
        && denied.meaning() == Habits.Meaning.CLIENT_REJECTED;
  }
}
