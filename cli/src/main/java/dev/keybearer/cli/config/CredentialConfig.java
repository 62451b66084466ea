package dev.keybearer.cli.config;

import dev.keybearer.cli.config.EndpointsConfig.ByHand;
import dev.keybearer.cli.config.shape.By;
import dev.keybearer.cli.config.shape.Keys;
import dev.keybearer.cli.config.shape.Named;
import dev.keybearer.cli.config.shape.Place;
import dev.keybearer.cli.config.shape.Shape;
import dev.keybearer.cli.config.shape.Texts;
import dev.keybearer.cli.config.shape.Words;
import dev.keybearer.cli.config.source.Problem.Kind;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who we are at an issuer.
 *
 * @param issuer where we ask
 * @param grant the way we ask
 * @param clientId who asks
 * @param proof with what that is proven
 * @param audience for whom the token is to be, or null
 * @param scopes that are asked for
 * @param requireScopes without which a token is of no use
 * @param renew when a token is renewed
 * @param dpop whether tokens are bound to a key of ours
 * @param checkReceived whether each token is verified when it comes
 * @param tokenFile in which a daemon keeps its token, or null for none
 */
public record CredentialConfig(
    Named<IssuerConfig> issuer,
    GrantConfig grant,
    String clientId,
    ClientProof proof,
    @Nullable String audience,
    List<String> scopes,
    List<String> requireScopes,
    RenewConfig renew,
    boolean dpop,
    boolean checkReceived,
    @Nullable Path tokenFile) {
  static final String TOKEN_FILE = "token-file";

  private static final String GRANT = "grant";
  private static final String CHECK = "check-received";

  static final Shape<CredentialConfig> SHAPE = shape();

  private static Shape<CredentialConfig> shape() {
    var keys = Keys.of("Who we are at an issuer.");
    var issuer = keys.required("issuer", Sections.ISSUERS.reference(), "Where we ask: its name.");
    var kind = keys.required(GRANT, Words.of(GrantConfig.Kind.values()), "The way we ask.");
    var grant = keys.choose(kind, GrantConfig.SHAPES);
    var clientId = keys.required("client-id", Texts.TEXT, "Who asks.");
    var proof =
        keys.choose(
            By.trait(issuer, i -> i.value().clientAuthentication(), "client-auth"),
            ClientProof.SHAPES);
    var audience = keys.optional("audience", Texts.TEXT, "For whom the token is to be.");
    var scopes = keys.defaulted("scopes", Scopes.TYPE, "[]", "What is asked for.");
    var required =
        keys.defaulted("require-scopes", Scopes.TYPE, "[]", "Without which a token is of no use.");
    var renew = keys.defaulted("renew", RenewConfig.SHAPE, "{}", "When a token is renewed.");
    var dpop =
        keys.defaulted("dpop", Texts.TRUTH, "false", "Bind tokens to a key of ours (RFC 9449).");
    var check =
        keys.defaulted(CHECK, Texts.TRUTH, "false", "Verify each token with its issuer's keys.");
    var file = keys.optional(TOKEN_FILE, Texts.PATH, "Where serve keeps its token fresh.");
    return keys.build(
        in -> {
          var made =
              new CredentialConfig(
                  in.get(issuer),
                  in.get(grant),
                  in.get(clientId),
                  in.get(proof),
                  in.get(audience),
                  in.get(scopes),
                  in.get(required),
                  in.get(renew),
                  in.get(dpop),
                  in.get(check),
                  in.get(file));
          made.check(in.here());
          return made;
        });
  }

  /** The same as far as its token goes: where that is kept as well changes nothing about it. */
  public CredentialConfig withoutTokenFile() {
    return new CredentialConfig(
        issuer,
        grant,
        clientId,
        proof,
        audience,
        scopes,
        requireScopes,
        renew,
        dpop,
        checkReceived,
        null);
  }

  private void check(Place here) {
    checkGrant(here.below(GRANT));
    checkKeys(here.below(CHECK));
    checkFile(here.below(TOKEN_FILE));
  }

  /** Adds what is wrong between the grant and the issuer. */
  private void checkGrant(Place atGrant) {
    if (grant.kind() == GrantConfig.Kind.CLIENT_CREDENTIALS
        && proof instanceof ClientProof.Nothing) {
      // RFC 6749 section 4.4: "MUST only be used by confidential clients".
      atGrant.report(
          atGrant
              .problem(Kind.CONFLICT, "needs a client that proves who it is")
              .withLabel("issuer " + issuer.name() + " has client-auth none")
              .withHelp(
                  "set client-auth of the issuer to basic, post, json, private-key-jwt or mtls"));
    }
    String endpoint = missingEndpoint();
    if (endpoint != null) {
      atGrant.report(
          atGrant
              .problem(Kind.CONFLICT, "needs " + endpoint + " of its issuer")
              .withLabel("issuer " + issuer.name() + " has none")
              .withHelp("add " + endpoint + " to issuers." + issuer.name()));
    }
  }

  /** Adds that there is nothing to verify tokens with. */
  private void checkKeys(Place atCheck) {
    if (checkReceived && !issuer.value().hasKeys()) {
      boolean mendable = issuer.value().endpoints() instanceof ByHand;
      atCheck.report(
          atCheck
              .problem(Kind.CONFLICT, "needs the keys of its issuer")
              .withLabel("issuer " + issuer.name() + " has none")
              .withHelp(
                  mendable ? "add issuer and jwks-uri to issuers." + issuer.name() : "remove it"));
    }
  }

  /** Adds that nobody who reads the file could use what stands there. */
  private void checkFile(Place atFile) {
    if (dpop && tokenFile != null) {
      atFile.report(
          atFile
              .problemAtKey(Kind.CONFLICT, "would hold a token that is of no use without its key")
              .withLabel("the credential has dpop: true")
              .withHelp("remove one of the two"));
    }
  }

  private @Nullable String missingEndpoint() {
    if (!(issuer.value().endpoints() instanceof ByHand endpoints)) {
      return null;
    }
    return switch (grant.kind()) {
      case AUTHORIZATION_CODE -> endpoints.authorization() == null ? ByHand.AUTHORIZATION : null;
      case DEVICE_CODE ->
          endpoints.deviceAuthorization() == null ? ByHand.DEVICE_AUTHORIZATION : null;
      case CLIENT_CREDENTIALS, REFRESH_TOKEN, JWT_BEARER, SAML2_BEARER, TOKEN_EXCHANGE -> null;
    };
  }
}
