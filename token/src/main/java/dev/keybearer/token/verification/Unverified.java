package dev.keybearer.token.verification;

import dev.keybearer.token.http.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a presented token, believed by nobody: for showing it to a person. Does not hold
 * the token, and its text form shows nothing of it.
 *
 * @param header as it stands there, empty when it cannot be read
 * @param claims as they stand there, empty when they cannot be read
 */
public record Unverified(
    Form form, Map<String, @Nullable Object> header, Map<String, @Nullable Object> claims) {
  /** Reads a text; every text is of some form. */
  public static Unverified read(String token) {
    return of(Parts.of(token));
  }

  static Unverified of(Parts parts) {
    return new Unverified(parts.form(), members(parts.headerObject()), members(parts.claims()));
  }

  /** The issuer that it names, or null. */
  public @Nullable String issuer() {
    return claims.get("iss") instanceof String issuer ? issuer : null;
  }

  /** The form, and nothing that stands there. */
  @Override
  public String toString() {
    return "Unverified[" + form + "]";
  }

  private static Map<String, @Nullable Object> members(@Nullable JsonObject object) {
    return object == null ? Map.of() : object.toMap();
  }

  /** What a presented text looks like. */
  public enum Form {
    /** A signed token: header, claims and signature. */
    SIGNED,
    /** An encrypted token. */
    ENCRYPTED,
    /** Text that only its issuer understands. */
    OPAQUE,
    /** Meant as a signed token and broken, or no token at all. */
    MALFORMED
  }
}
