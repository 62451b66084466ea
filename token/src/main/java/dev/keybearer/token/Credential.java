package dev.keybearer.token;

import dev.keybearer.token.secret.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * Who we are at an issuer: a grant, a client id and a reference to its secret.
 *
 * @param name by which it is stored, logged and asked for; unique in a process and its store
 * @param asked the scopes to ask for; none leaves the choice to the issuer
 * @param required the scopes without which a token is of no use
 * @param audience for whom the tokens are meant, or null for the issuer's choice
 * @param receiptCheck looks at each token on receipt, or null to take them as they come
 * @param dpop whether tokens are bound to a key of ours, and of no use to anybody else (RFC 9449)
 */
public record Credential(
    String name,
    Issuer issuer,
    Grant grant,
    Client client,
    Scopes asked,
    Scopes required,
    @Nullable String audience,
    RenewalPolicy renewal,
    Limits limits,
    @Nullable ReceiptCheck receiptCheck,
    boolean dpop) {
  /** A credential with a name, asking for what it requires. */
  public Credential {
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a credential needs a name without control characters");
    }
    if (!asked.isEmpty() && !asked.containsAll(required)) {
      throw new IllegalArgumentException(
          "credential "
              + name
              + " requires scopes it does not ask for: "
              + asked.missing(required));
    }
  }

  /** A credential with everything else left to the issuer and to the standard policy. */
  public static Credential of(String name, Issuer issuer, Grant grant, Client client) {
    return new Credential(
        name,
        issuer,
        grant,
        client,
        Scopes.none(),
        Scopes.none(),
        null,
        RenewalPolicy.STANDARD,
        Limits.OF_CREDENTIAL,
        null,
        false);
  }

  /** The commonest credential: client credentials, proved by Basic, named after the client. */
  public static Credential clientCredentials(Issuer issuer, String clientId, SecretSource secret) {
    Client client = new Client(clientId, new ClientAuthentication.Basic(secret));
    return of(clientId, issuer, new Grant.ClientCredentials(), client);
  }

  /** The same under another name. */
  public Credential withName(String newName) {
    return new Credential(
        newName,
        issuer,
        grant,
        client,
        asked,
        required,
        audience,
        renewal,
        limits,
        receiptCheck,
        dpop);
  }

  /** The same, asking for these scopes. */
  public Credential withScopes(Scopes newAsked) {
    return new Credential(
        name,
        issuer,
        grant,
        client,
        newAsked,
        required,
        audience,
        renewal,
        limits,
        receiptCheck,
        dpop);
  }

  /** The same, of use only with these scopes. */
  public Credential withRequired(Scopes newRequired) {
    return new Credential(
        name,
        issuer,
        grant,
        client,
        asked,
        newRequired,
        audience,
        renewal,
        limits,
        receiptCheck,
        dpop);
  }

  /** The same for another audience. */
  public Credential withAudience(@Nullable String newAudience) {
    return new Credential(
        name,
        issuer,
        grant,
        client,
        asked,
        required,
        newAudience,
        renewal,
        limits,
        receiptCheck,
        dpop);
  }

  /** The same with another renewal policy. */
  public Credential withRenewal(RenewalPolicy newRenewal) {
    return new Credential(
        name,
        issuer,
        grant,
        client,
        asked,
        required,
        audience,
        newRenewal,
        limits,
        receiptCheck,
        dpop);
  }

  /** The same with another pace. */
  public Credential withLimits(Limits newLimits) {
    return new Credential(
        name,
        issuer,
        grant,
        client,
        asked,
        required,
        audience,
        renewal,
        newLimits,
        receiptCheck,
        dpop);
  }

  /** The same, looking at each token on receipt. */
  public Credential withReceiptCheck(@Nullable ReceiptCheck newCheck) {
    return new Credential(
        name, issuer, grant, client, asked, required, audience, renewal, limits, newCheck, dpop);
  }

  /** The same with tokens that are bound to a key of ours (RFC 9449). */
  public Credential bound() {
    return new Credential(
        name,
        issuer,
        grant,
        client,
        asked,
        required,
        audience,
        renewal,
        limits,
        receiptCheck,
        true);
  }

  /**
   * The client as the issuer knows it.
   *
   * @param nextSecret where the successor of its shared secret is while that is being rotated, or
   *     null; whichever of the two the issuer takes is used
   */
  public record Client(
      String id, ClientAuthentication authentication, @Nullable SecretSource nextSecret) {
    /** A client with an id, and with a successor only to a secret it has. */
    public Client {
      if (id.isBlank()) {
        throw new IllegalArgumentException("a client needs an id");
      }
      if (nextSecret != null && authentication.secret() == null) {
        throw new IllegalArgumentException("client " + id + " has no shared secret to succeed");
      }
    }

    /** A client whose secret, if it has one, is not being rotated. */
    public Client(String id, ClientAuthentication authentication) {
      this(id, authentication, null);
    }

    /** The same with a successor to its shared secret. */
    public Client withNextSecret(@Nullable SecretSource newNext) {
      return new Client(id, authentication, newNext);
    }
  }
}
