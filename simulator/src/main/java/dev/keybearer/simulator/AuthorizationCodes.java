package dev.keybearer.simulator;

import dev.keybearer.simulator.register.Entitlement;
import dev.keybearer.simulator.register.Ephemeral;
import dev.keybearer.simulator.register.Family;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The authorization codes that wait to be redeemed, each of them once. */
final class AuthorizationCodes {
  private static final int CODE_BYTES = 24;

  private final Authority authority;
  private final Ephemeral<Code> codes = new Ephemeral<>();

  AuthorizationCodes(Authority authority) {
    this.authority = authority;
  }

  /** A fresh code for what was approved. */
  String issue(Entitlement entitlement, Binding binding) {
    Instant now = authority.now();
    Instant ends = now.plus(authority.habits().codeLife());
    String code = authority.register().random(CODE_BYTES);
    codes.put(code, new Code(entitlement, binding, ends), ends, now);
    return code;
  }

  /** The code with this text, or null when it is unknown or over. */
  @Nullable Code find(String text) {
    Code code = codes.get(text);
    return code != null && authority.now().isBefore(code.ends) ? code : null;
  }

  /**
   * What a code is bound to besides its client.
   *
   * @param redirectUri where it was sent, which its redeemer must know
   * @param challenge SHA-256 of the verifier its redeemer must know (RFC 7636), or empty
   * @param nonce goes into the ID token, or empty
   */
  record Binding(String redirectUri, String challenge, String nonce) {}

  /** One approved authorization. */
  static final class Code {
    private final Entitlement entitlement;
    private final Binding binding;
    private final Instant ends;
    private boolean redeemed;
    private Ruling.@Nullable Granted granted;

    private Code(Entitlement entitlement, Binding binding, Instant ends) {
      this.entitlement = entitlement;
      this.binding = binding;
      this.ends = ends;
    }

    Entitlement entitlement() {
      return entitlement;
    }

    Binding binding() {
      return binding;
    }

    /**
     * Redeems it; a second time everything that came of the first ends (RFC 6749 section 4.1.2).
     */
    synchronized Ruling redeem(Supplier<Ruling> tokens) {
      if (redeemed) {
        revokeGranted();
        return Ruling.Refused.grant("the code was redeemed before");
      }
      redeemed = true;
      Ruling ruling = tokens.get();
      granted = ruling instanceof Ruling.Granted yes ? yes : null;
      return ruling;
    }

    private void revokeGranted() {
      if (granted == null) {
        return;
      }
      granted.token().revoke();
      Family family = granted.token().family();
      if (family != null) {
        family.revoke();
      }
    }
  }
}
