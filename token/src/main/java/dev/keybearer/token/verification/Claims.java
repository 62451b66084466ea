package dev.keybearer.token.verification;

import dev.keybearer.token.Scopes;
import dev.keybearer.token.http.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a token says, once somebody has judged it. Immutable. Its text form shows whose it is and
 * until when, and no claim that may be personal.
 */
public final class Claims {
  private final JsonObject object;
  private final Scopes scopes;
  private final @Nullable String subject;
  private final boolean bound;
  private final long expires;

  Claims(JsonObject object) {
    this(object, Scopes::parse);
  }

  /**
   * Claims.
   *
   * @param reading reads scopes from the form of RFC 6749
   */
  Claims(JsonObject object, Function<String, Scopes> reading) {
    this.object = object;
    this.scopes = reading.apply(scopes(object));
    this.subject = object.text("sub");
    this.bound = object.has("cnf");
    this.expires = NumericDate.millis(object, "exp");
  }

  /** Who issued it, or null when nobody says. */
  public @Nullable String issuer() {
    return object.text("iss");
  }

  /** Whom it is about, or null. */
  public @Nullable String subject() {
    return subject;
  }

  /** The client it was issued to, by {@code client_id} or {@code azp}, or null. */
  public @Nullable String clientId() {
    String client = object.text("client_id");
    return client == null ? object.text("azp") : client;
  }

  /** Whom it is about, or else the client it was issued to, or null when nobody says. */
  public @Nullable String party() {
    return subject == null ? clientId() : subject;
  }

  /** Its own name at its issuer, or null. */
  public @Nullable String tokenId() {
    return object.text("jti");
  }

  /** Whom it is for. */
  public List<String> audiences() {
    return texts("aud");
  }

  /** What it may be used for: {@code scope} and {@code scp}, each a string or an array. */
  public Scopes scopes() {
    return scopes;
  }

  /** When it ends, or null when nobody says; only tokens that were asked about may not say. */
  public @Nullable Instant expiresAt() {
    return expires < 0 ? null : Instant.ofEpochMilli(expires);
  }

  /** When it was issued, or null. */
  public @Nullable Instant issuedAt() {
    long millis = NumericDate.millis(object, "iat");
    return millis < 0 ? null : Instant.ofEpochMilli(millis);
  }

  /** The claim of that name if it is a string. */
  public @Nullable String text(String name) {
    return object.text(name);
  }

  /** The claim of that name as strings: itself if it is one, or those in its array, else none. */
  public List<String> texts(String name) {
    String text = object.text(name);
    if (text != null) {
      return List.of(text);
    }
    List<String> texts = object.texts(name);
    return texts == null ? List.of() : texts;
  }

  /** The claim of that name if it is a number. */
  public @Nullable BigDecimal number(String name) {
    return object.number(name);
  }

  /** The claim of that name if it is true or false. */
  public @Nullable Boolean bool(String name) {
    return object.bool(name);
  }

  /** Every claim: values are String, BigDecimal, Boolean, null, and List and Map of these. */
  public Map<String, @Nullable Object> all() {
    return object.toMap();
  }

  /** The claims as they came. */
  JsonObject object() {
    return object;
  }

  /** When it ends in milliseconds since 1970, or a negative number. */
  long expires() {
    return expires;
  }

  /** Whether it is bound to something that has to be shown with it. */
  public boolean isBound() {
    return bound;
  }

  /** The confirmation of RFC 7800, or null for a token that whoever has it may use. */
  @Nullable JsonObject confirmation() {
    return object.object("cnf");
  }

  @Override
  public String toString() {
    return "Claims[" + issuer() + ", until " + expiresAt() + ", " + scopes + "]";
  }

  private static String scopes(JsonObject object) {
    String scope = object.text("scope");
    return scope != null && !object.has("scp")
        ? scope
        : joined(object, "scope") + " " + joined(object, "scp");
  }

  private static String joined(JsonObject object, String name) {
    String text = object.text(name);
    if (text != null) {
      return text;
    }
    List<String> words = object.texts(name);
    if (words == null) {
      return "";
    }
    // A word with a space in it would become two scopes that nobody granted.
    return String.join(" ", words.stream().filter(word -> word.indexOf(' ') < 0).toList());
  }
}
