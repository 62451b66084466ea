package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.jose.Algorithm;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The metadata of an issuer: OpenID Connect Discovery 1.0 and RFC 8414. */
final class Discovery {
  private final Authority authority;

  Discovery(Authority authority) {
    this.authority = authority;
  }

  Answer metadata() {
    ObjectNode body = Json.object();
    String issuer = authority.issuer();
    body.put("issuer", issuer);
    body.put("authorization_endpoint", issuer + "/authorize");
    body.put("token_endpoint", authority.tokenEndpoint());
    body.put("jwks_uri", issuer + "/jwks");
    body.put("introspection_endpoint", issuer + "/introspect");
    body.put("revocation_endpoint", issuer + "/revoke");
    body.put("device_authorization_endpoint", issuer + "/device_authorization");
    put(body, "response_types_supported", Stream.of("code"));
    put(body, "response_modes_supported", Stream.of("query"));
    put(body, "subject_types_supported", Stream.of("public"));
    put(body, "code_challenge_methods_supported", Stream.of("S256"));
    put(body, "grant_types_supported", Stream.of(GrantType.values()).map(GrantType::wire));
    put(
        body,
        "token_endpoint_auth_methods_supported",
        Stream.of(ClientAuthentication.values())
            // No metadata has a word for a secret in a JSON body.
            .filter(way -> way != ClientAuthentication.JSON)
            .map(ClientAuthentication::wire));
    List<String> algorithms = Stream.of(Algorithm.values()).map(Algorithm::jose).toList();
    put(body, "token_endpoint_auth_signing_alg_values_supported", algorithms.stream());
    put(body, "id_token_signing_alg_values_supported", algorithms.stream());
    if (authority.habits().dpop() != DpopRule.IGNORED) {
      put(body, "dpop_signing_alg_values_supported", Stream.of("ES256"));
    }
    body.put("authorization_response_iss_parameter_supported", true);
    return Json.answer(200, body);
  }

  private static void put(ObjectNode body, String name, Stream<String> values) {
    body.set(name, Json.array(values.toList()));
  }
}
