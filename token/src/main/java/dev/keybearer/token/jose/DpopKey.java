package dev.keybearer.token.jose;

import dev.keybearer.token.http.JsonObject;
import java.util.List;

/**
 * The key that a DPoP proof carries in its header (RFC 9449 section 4.2). Nowhere else is a key in
 * a header looked at: a proof says which key it is made with, and a token says whether that key
 * counts.
 */
public final class DpopKey {
  /** The type of proofs, and so of the only headers that are opened here. */
  public static final String TYPE = "dpop+jwt";

  /** RFC 7518 section 6: members of private keys and of secrets. */
  private static final List<String> NOT_PUBLIC =
      List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private DpopKey() {}

  /**
   * The public key in the header of a proof.
   *
   * @throws NotKeys when it is no proof, or carries no public key that can be used
   */
  public static VerifyingKey of(Compact proof) throws NotCompact, NotKeys {
    if (!TYPE.equals(proof.header().type())) {
      throw new NotKeys("it is not typed as a DPoP proof");
    }
    JsonObject key = proof.headerObject().object("jwk");
    if (key == null) {
      throw new NotKeys("it carries no key");
    }
    if (NOT_PUBLIC.stream().anyMatch(key::has)) {
      throw new NotKeys("it carries a private key or a secret");
    }
    return KeyReading.of(key, false);
  }
}
