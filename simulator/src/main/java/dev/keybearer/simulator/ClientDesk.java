package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Form;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Finds out which client is asking, in each of the ways a client can show it. */
final class ClientDesk {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final Authority authority;
  private final AssertionDesk assertions;
  private final Manners manners;

  ClientDesk(Authority authority, AssertionDesk assertions, Manners manners) {
    this.authority = authority;
    this.assertions = assertions;
    this.manners = manners;
  }

  /** The client behind a request, or why there is none. */
  Caller caller(Ask ask, Form form) {
    String header = ask.fields().first("Authorization");
    boolean basic = header != null && header.regionMatches(true, 0, "Basic ", 0, 6);
    boolean secret = form.get("client_secret") != null;
    boolean assertion = form.get("client_assertion") != null;
    if ((basic ? 1 : 0) + (secret ? 1 : 0) + (assertion ? 1 : 0) > 1) {
      return Ruling.Refused.request("more than one way of client authentication");
    }
    if (basic && header != null) {
      return basic(header.substring(6), form);
    }
    if (assertion) {
      return asserted(form);
    }
    if (secret) {
      ClientAuthentication way =
          ask.isOf("application/json") ? ClientAuthentication.JSON : ClientAuthentication.POST;
      return secret(form.text("client_id"), form.text("client_secret"), way);
    }
    boolean vouched = form.text("grant_type").equals(GrantType.JWT_BEARER.wire());
    if (vouched && form.get("client_id") == null) {
      return vouchedFor(form.text("assertion"));
    }
    return bare(ask.certificate(), form.text("client_id"));
  }

  /** RFC 7523 section 3.1 lets the assertion stand for the client; the grant will judge it. */
  private Caller vouchedFor(String assertion) {
    RegisteredClient client = authority.client(AssertionDesk.claimedIssuer(assertion));
    return client == null
        ? Ruling.Refused.client("no client authentication")
        : known(client, ClientAuthentication.PRIVATE_KEY_JWT);
  }

  private Caller basic(String encoded, Form form) {
    String pair;
    String id;
    String secret;
    try {
      pair = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      id = Form.decode(colon < 0 ? pair : pair.substring(0, colon));
      secret = colon < 0 ? "" : Form.decode(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Ruling.Refused.client("Basic credentials are not base64 of id:secret");
    }
    String named = form.get("client_id");
    if (named != null && !named.equals(id)) {
      return Ruling.Refused.request("client_id differs from the Authorization header");
    }
    RegisteredClient client = authority.client(id);
    if (secret.isEmpty() && client != null && client.isPublic()) {
      return known(client, ClientAuthentication.NONE);
    }
    return secret(id, secret, ClientAuthentication.BASIC);
  }

  private Caller secret(String id, String secret, ClientAuthentication way) {
    RegisteredClient client = authority.client(id);
    if (client == null) {
      return manners.unknownClient();
    }
    return client.acceptedSecrets().contains(secret) ? known(client, way) : manners.wrongSecret();
  }

  private Caller asserted(Form form) {
    if (!form.text("client_assertion_type").equals(JWT_BEARER)) {
      return Ruling.Refused.client("client_assertion_type is not " + JWT_BEARER);
    }
    AssertionDesk.Finding finding =
        assertions.judge(form.text("client_assertion"), authority::client);
    if (finding.client() == null) {
      return Ruling.Refused.client("client_assertion: " + finding.problem());
    }
    if (!finding.subject().equals(finding.client().id())) {
      return Ruling.Refused.client("client_assertion: sub is not the client");
    }
    return known(finding.client(), ClientAuthentication.PRIVATE_KEY_JWT);
  }

  private Caller bare(@Nullable X509Certificate shown, String id) {
    RegisteredClient client = authority.client(id);
    if (client == null) {
      return id.isEmpty()
          ? Ruling.Refused.client("no client authentication")
          : manners.unknownClient();
    }
    if (shown != null && shown.equals(client.certificate())) {
      return known(client, ClientAuthentication.MTLS);
    }
    return client.isPublic() ? known(client, ClientAuthentication.NONE) : manners.wrongSecret();
  }

  private Caller known(RegisteredClient client, ClientAuthentication way) {
    if (client.isDisabled()) {
      return manners.wrongSecret();
    }
    return client.mayUse(way) && manners.accepts(way)
        ? new Caller.Known(client, way)
        : Ruling.Refused.client("this client may not use " + way.wire());
  }

  /** What an issuer says to a client it does not recognise. */
  interface Manners {
    /** The id is unknown. */
    Ruling.Refused unknownClient();

    /** Whether a client can authenticate in this way at all. */
    boolean accepts(ClientAuthentication way);

    /** The id is known, what should prove it is wrong. */
    Ruling.Refused wrongSecret();
  }
}
