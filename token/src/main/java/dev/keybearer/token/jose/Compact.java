package dev.keybearer.token.jose;

import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.http.NotJson;
import dev.keybearer.token.jose.NotCompact.Fault;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A signed token in compact form (RFC 7515 section 7.1), strictly taken apart and not yet judged.
 * Its text form shows nothing of it. Its claims are read once: used by one thread at a time.
 *
 * <pre>
 *   BASE64URL(header) . BASE64URL(payload) . BASE64URL(signature)
 *   |------------ what is signed --------|
 * </pre>
 */
public final class Compact {
  /** Common servers refuse larger header fields anyway, and every character of it is work. */
  public static final int LONGEST = 8 * 1024;

  private final String text;
  private final int payloadAt;
  private final int signatureAt;
  private @Nullable JsonObject claims;

  private Compact(String text, int payloadAt, int signatureAt) {
    this.text = text;
    this.payloadAt = payloadAt;
    this.signatureAt = signatureAt;
  }

  /** Takes a text apart; the contents of the parts are looked at when they are asked for. */
  public static Compact parse(String text) throws NotCompact {
    if (text.length() > LONGEST) {
      throw new NotCompact(Fault.SHAPE, "longer than " + LONGEST + " characters");
    }
    int first = text.indexOf('.');
    int second = first < 0 ? -1 : text.indexOf('.', first + 1);
    if (second < 0) {
      throw new NotCompact(Fault.SHAPE, "not three parts joined by dots");
    }
    int third = text.indexOf('.', second + 1);
    if (third >= 0) {
      throw hasFiveParts(text, third)
          ? new NotCompact(Fault.ENCRYPTED, "five parts: an encrypted token")
          : new NotCompact(Fault.SHAPE, "not three parts joined by dots");
    }
    return new Compact(text, first + 1, second + 1);
  }

  /**
   * Whether somebody meant this to be a signed token: it starts like the base64url of a JSON
   * object, be it written on one line or on several, and has two dots or more. Whatever else it is,
   * it is opaque.
   */
  public static boolean isMeant(String text) {
    boolean object = text.startsWith("ey") || text.startsWith("ew");
    int first = object ? text.indexOf('.') : -1;
    return first >= 0 && text.indexOf('.', first + 1) >= 0;
  }

  /** Whether it has the five parts of an encrypted token (RFC 7516 section 3.1). */
  public static boolean isEncrypted(String text) {
    int third = -1;
    for (int dots = 0; dots < 3; dots++) {
      third = text.indexOf('.', third + 1);
      if (third < 0) {
        return false;
      }
    }
    return hasFiveParts(text, third);
  }

  private static boolean hasFiveParts(String text, int third) {
    int fourth = text.indexOf('.', third + 1);
    return fourth >= 0 && text.indexOf('.', fourth + 1) < 0;
  }

  /** The whole as it came. */
  public String text() {
    return text;
  }

  /** The first part as it stands there; many tokens share one. */
  public String headerText() {
    return text.substring(0, payloadAt - 1);
  }

  /** The header as an object. */
  public JsonObject headerObject() throws NotCompact {
    return object("header", decoded("header", headerText()));
  }

  /** What follows from the header. */
  public Header header() throws NotCompact {
    return Header.of(headerObject());
  }

  /** The payload, whatever it is. */
  public byte[] payload() throws NotCompact {
    return decoded("payload", text.substring(payloadAt, signatureAt - 1));
  }

  /** The payload as the claims of a token. */
  public JsonObject claims() throws NotCompact {
    JsonObject known = claims;
    if (known == null) {
      known = object("payload", payload());
      claims = known;
    }
    return known;
  }

  /** What the signature is over. */
  byte[] signed() {
    return text.substring(0, signatureAt - 1).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The signature; there is one text only for each. */
  byte[] signature() throws NotCompact {
    byte[] signature = decoded("signature", text.substring(signatureAt));
    if (signature.length == 0) {
      throw new NotCompact(Fault.SHAPE, "the signature is empty");
    }
    return signature;
  }

  @Override
  public String toString() {
    return "Compact[" + text.length() + " characters]";
  }

  private static byte[] decoded(String part, String text) throws NotCompact {
    byte[] bytes = Base64Url.decode(text);
    if (bytes == null) {
      throw new NotCompact(Fault.SHAPE, "the " + part + " is not exact base64url");
    }
    return bytes;
  }

  private static JsonObject object(String part, byte[] bytes) throws NotCompact {
    try {
      return JsonObject.parse(bytes);
    } catch (NotJson e) {
      throw new NotCompact(Fault.SHAPE, "the " + part + " is " + e.getMessage());
    }
  }
}
