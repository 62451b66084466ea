package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.ExpectationConfig.Accepted;
import dev.keybearer.cli.config.IntrospectionConfig;
import dev.keybearer.cli.config.IssuerConfig;
import dev.keybearer.gateway.revocation.IssuerEnd;
import dev.keybearer.token.ClientAuthentication;
import dev.keybearer.token.Credential;
import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.verification.Revoker;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the issuer of a token to end it, as the client that asks it about tokens if there is one. A
 * token goes to the issuer that it names, or to the one that is asked about tokens that name none,
 * and nowhere else.
 */
final class IssuerEnds implements IssuerEnd {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Credential.Client NOBODY =
      new Credential.Client("none", new ClientAuthentication.None());

  private final Parts parts;
  private final Supplier<Config> config;

  IssuerEnds(Parts parts, Supplier<Config> config) {
    this.parts = parts;
    this.config = config;
  }

  @Override
  public boolean end(Secret token) {
    String named = issuer(token.reveal());
    for (Map.Entry<String, IssuerConfig> each : config.get().issuers().entrySet()) {
      IssuerConfig issuer = each.getValue();
      String identity = issuer.identity() == null ? null : issuer.identity().toString();
      boolean meant = named == null || named.equals(identity);
      if (meant && issuer.isAsked() && issuer.expectation() instanceof Accepted accepted) {
        return revoker(each.getKey(), issuer, accepted.introspection()).end(token);
      }
    }
    return false;
  }

  /** Whoever asks about a token with the token itself ends it so too, and needs no client. */
  private Revoker revoker(String name, IssuerConfig issuer, @Nullable IntrospectionConfig asking) {
    if (asking == null) {
      return Revoker.of(parts.issuers().of(name, issuer), NOBODY);
    }
    return Revoker.of(
        parts.issuers().of(name, issuer),
        parts
            .clients()
            .of(asking.clientId(), asking.clientAuthentication(), asking.proof(), issuer.trust()));
  }

  /** What a token says of its issuer, unverified: only good enough to ask that very one. */
  private static @Nullable String issuer(String token) {
    String[] segments = token.split("\\.", -1);
    if (segments.length != 3) {
      return null;
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(segments[1]);
      JsonNode issuer = JSON.readTree(new String(payload, StandardCharsets.UTF_8)).path("iss");
      return issuer.isString() ? issuer.asString() : "";
    } catch (IllegalArgumentException | JacksonException e) {
      return "";
    }
  }
}
