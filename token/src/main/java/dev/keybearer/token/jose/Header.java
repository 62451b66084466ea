package dev.keybearer.token.jose;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.http.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The header of a signed token, as far as anything follows from it. Keys that a header carries or
 * points to (jwk, jku, x5c, x5u) are never looked at: RFC 7515 lets anybody write them.
 *
 * @param algorithmName what stands there as {@code alg}
 * @param algorithm the same, if it is one that is known
 * @param keyId the {@code kid}, or null
 * @param type the media type in {@code typ}, in lower case and without {@code application/}, or
 *     null
 */
public record Header(
    String algorithmName,
    @Nullable Algorithm algorithm,
    @Nullable String keyId,
    @Nullable String type) {
  /** A key id is the name of an entry in a map and nothing more; real ones have some 20 to 64. */
  private static final int LONGEST_KEY_ID = 256;

  private static final String MEDIA = "application/";

  static Header of(JsonObject header) throws NotCompact {
    refuseExtensions(header);
    String algorithm = header.text("alg");
    if (algorithm == null) {
      throw new NotCompact(NotCompact.Fault.HEADER, "the header names no algorithm");
    }
    String keyId = header.text("kid");
    if (header.has("kid") && (keyId == null || keyId.length() > LONGEST_KEY_ID)) {
      throw new NotCompact(NotCompact.Fault.HEADER, "the key id is no text of a sensible length");
    }
    return new Header(algorithm, Algorithm.named(algorithm), keyId, type(header));
  }

  /**
   * RFC 7515 section 4.1.11: whatever {@code crit} names has to be understood, and nothing that it
   * may name is understood here. Content that is another token (RFC 7519 section 5.2) is not
   * opened.
   */
  private static void refuseExtensions(JsonObject header) throws NotCompact {
    if (header.has("crit")) {
      throw new NotCompact(NotCompact.Fault.HEADER, "the header has critical extensions");
    }
    if (header.has("b64")) {
      throw new NotCompact(NotCompact.Fault.HEADER, "the payload is not base64url (RFC 7797)");
    }
    if (header.has("zip") || header.has("enc")) {
      throw new NotCompact(NotCompact.Fault.HEADER, "the header is one of an encrypted token");
    }
    String content = header.text("cty");
    if (header.has("cty") && (content == null || media(content).equals("jwt"))) {
      throw new NotCompact(NotCompact.Fault.HEADER, "another token is nested inside");
    }
  }

  private static @Nullable String type(JsonObject header) throws NotCompact {
    String type = header.text("typ");
    if (type == null && header.has("typ")) {
      throw new NotCompact(NotCompact.Fault.HEADER, "the type is no text");
    }
    return type == null ? null : media(type);
  }

  /** RFC 7515 section 4.1.9: the prefix may be left out, and media types know no case. */
  private static String media(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith(MEDIA) ? lower.substring(MEDIA.length()) : lower;
  }
}
