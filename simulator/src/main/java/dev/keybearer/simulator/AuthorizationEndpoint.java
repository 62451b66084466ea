package dev.keybearer.simulator;

import dev.keybearer.simulator.http.Answer;
import dev.keybearer.simulator.http.Ask;
import dev.keybearer.simulator.http.Form;
import dev.keybearer.simulator.register.Entitlement;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a browser is sent to log in; the person decides at once, as the habits say. */
final class AuthorizationEndpoint {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private final Authority authority;
  private final AuthorizationCodes codes;
  private final Issuance issuance;

  AuthorizationEndpoint(Authority authority, AuthorizationCodes codes, Issuance issuance) {
    this.authority = authority;
    this.codes = codes;
    this.issuance = issuance;
  }

  Answer answer(Ask ask) {
    Form posted = ask.method().equals("POST") ? TokenEndpoint.form(ask) : null;
    Form form = posted == null ? ask.queryForm() : posted;
    RegisteredClient client = authority.client(form.text("client_id"));
    String target = form.text("redirect_uri");
    // RFC 6749 section 4.1.2.1: never send a browser to an address that is not the client's.
    if (client == null || !form.repeated().isEmpty()) {
      return Answer.of(400, "text/plain", "client_id is unknown or a parameter is repeated");
    }
    if (!isRegistered(target, client.registeredRedirectUris())) {
      return Answer.of(400, "text/plain", "redirect_uri is not registered");
    }
    Map<String, String> result = new LinkedHashMap<>();
    String problem = problem(form, client);
    if (problem == null) {
      approve(result, form, client);
    } else {
      result.put("error", problem);
      result.put("error_description", "the request was refused");
    }
    return redirect(target, result, form.text("state"));
  }

  private void approve(Map<String, String> result, Form form, RegisteredClient client) {
    String user = authority.habits().user();
    if (user == null) {
      result.put("error", "access_denied");
      result.put("error_description", "the person said no");
      return;
    }
    Entitlement entitlement =
        issuance.entitlement(new GrantAsk(client, form, Ask.Twist.NONE), user);
    if (entitlement == null) {
      result.put("error", "invalid_scope");
      result.put("error_description", "the client is not registered for all of these");
      return;
    }
    AuthorizationCodes.Binding binding =
        new AuthorizationCodes.Binding(
            form.text("redirect_uri"), form.text("code_challenge"), form.text("nonce"));
    result.put("code", codes.issue(entitlement, binding));
  }

  private static @Nullable String problem(Form form, RegisteredClient client) {
    if (!form.text("response_type").equals("code")) {
      return "unsupported_response_type";
    }
    if (!client.mayUse(GrantType.AUTHORIZATION_CODE)) {
      return "unauthorized_client";
    }
    boolean challenged = !form.text("code_challenge").isEmpty();
    boolean plain = challenged && !form.text("code_challenge_method").equals("S256");
    return plain || (!challenged && client.isPublic()) ? "invalid_request" : null;
  }

  private Answer redirect(String target, Map<String, String> result, String state) {
    if (!state.isEmpty()) {
      result.put("state", state);
    }
    // RFC 9207; an issuer without a name of its own sends none.
    if (!authority.issuer().isEmpty()) {
      result.put("iss", authority.issuer());
    }
    StringBuilder location = new StringBuilder(target);
    char joint = target.indexOf('?') < 0 ? '?' : '&';
    for (Map.Entry<String, String> entry : result.entrySet()) {
      location.append(joint).append(entry.getKey()).append('=');
      location.append(URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8));
      joint = '&';
    }
    return Answer.of(302).with("Location", location.toString()).with("Cache-Control", "no-store");
  }

  /** RFC 8252 section 7.3: on this machine the port is free to choose. */
  private static boolean isRegistered(String target, List<String> registered) {
    if (registered.contains(target)) {
      return true;
    }
    URI uri;
    try {
      uri = URI.create(target);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (!"http".equals(uri.getScheme()) || !isLoopback(uri)) {
      return false;
    }
    return registered.isEmpty()
        || registered.stream().map(URI::create).anyMatch(known -> isSameButPort(known, uri));
  }

  private static boolean isLoopback(URI uri) {
    return uri.getHost() != null && LOOPBACK.contains(uri.getHost());
  }

  private static boolean isSameButPort(URI known, URI other) {
    return "http".equals(known.getScheme())
        && other.getHost().equals(known.getHost())
        && other.getRawPath().equals(known.getRawPath());
  }
}
