package dev.keybearer.simulator;

import dev.keybearer.simulator.register.Entitlement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** RFC 6749 section 4.1.3 with RFC 7636: a code becomes tokens. */
final class AuthorizationCodeGrant implements Grant {
  private final AuthorizationCodes codes;
  private final Issuance issuance;
  private final IdTokens idTokens;

  AuthorizationCodeGrant(AuthorizationCodes codes, Issuance issuance, IdTokens idTokens) {
    this.codes = codes;
    this.issuance = issuance;
    this.idTokens = idTokens;
  }

  @Override
  public Ruling rule(GrantAsk ask) {
    AuthorizationCodes.Code code = codes.find(ask.text("code"));
    if (code == null || !code.entitlement().client().equals(ask.client().id())) {
      return Ruling.Refused.grant("the code is unknown or over");
    }
    AuthorizationCodes.Binding binding = code.binding();
    if (!binding.redirectUri().equals(ask.text("redirect_uri"))) {
      return Ruling.Refused.grant("redirect_uri is not the one the code was sent to");
    }
    String verifier = ask.text("code_verifier");
    if (binding.challenge().isEmpty() != verifier.isEmpty()) {
      return Ruling.Refused.grant("code_challenge and code_verifier come together or not at all");
    }
    if (!verifier.isEmpty() && !challenge(verifier).equals(binding.challenge())) {
      return Ruling.Refused.grant("code_verifier does not fit code_challenge");
    }
    return code.redeem(() -> tokens(ask, code));
  }

  private Ruling tokens(GrantAsk ask, AuthorizationCodes.Code code) {
    Entitlement entitlement = code.entitlement();
    Ruling ruling = issuance.first(GrantType.AUTHORIZATION_CODE, ask, entitlement);
    if (!(ruling instanceof Ruling.Granted granted) || !entitlement.scopes().contains("openid")) {
      return ruling;
    }
    Map<String, String> extras = new LinkedHashMap<>(granted.extras());
    extras.put("id_token", idTokens.sign(entitlement, code.binding().nonce()));
    return new Ruling.Granted(granted.token(), granted.refreshToken(), extras);
  }

  /** The S256 challenge of a verifier (RFC 7636 section 4.2). */
  static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
