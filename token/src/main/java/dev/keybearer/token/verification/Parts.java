package dev.keybearer.token.verification;

import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.jose.Compact;
import dev.keybearer.token.jose.Header;
import dev.keybearer.token.jose.NotCompact;
import dev.keybearer.token.jose.NotCompact.Fault;
import dev.keybearer.token.verification.Unverified.Form;
import org.jspecify.annotations.Nullable;

/**
 * A presented text taken apart as far as that goes.
 *
 * @param header what follows from the header, or null when it is not accepted
 * @param fault the first thing that is wrong with it, or null when it is a signed token
 */
record Parts(
    Form form,
    @Nullable Compact compact,
    @Nullable JsonObject headerObject,
    @Nullable Header header,
    @Nullable JsonObject claims,
    @Nullable NotCompact fault) {
  static Parts of(String token) {
    Compact compact;
    try {
      compact = Compact.parse(token);
    } catch (NotCompact e) {
      return new Parts(unparsed(token, e), null, null, null, null, e);
    }
    Found<JsonObject> object = Found.in(compact::headerObject);
    Found<Header> header = Found.in(compact::header);
    Found<JsonObject> claims = Found.in(compact::claims);
    NotCompact fault = header.fault() == null ? claims.fault() : header.fault();
    Form form = fault == null ? Form.SIGNED : broken(token, fault);
    return new Parts(form, compact, object.value(), header.value(), claims.value(), fault);
  }

  private static Form unparsed(String token, NotCompact fault) {
    if (fault.fault() == Fault.ENCRYPTED) {
      return Form.ENCRYPTED;
    }
    return token.isEmpty() || token.length() > Compact.LONGEST
        ? Form.MALFORMED
        : broken(token, fault);
  }

  private static Form broken(String token, NotCompact fault) {
    if (fault.fault() == Fault.HEADER) {
      return Form.SIGNED;
    }
    return Compact.isMeant(token) ? Form.MALFORMED : Form.OPAQUE;
  }

  /** How many characters it has, and nothing of them. */
  @Override
  public String toString() {
    return "Parts[" + form + "]";
  }

  private record Found<T>(@Nullable T value, @Nullable NotCompact fault) {
    static <T> Found<T> in(Part<T> part) {
      try {
        return new Found<>(part.read(), null);
      } catch (NotCompact e) {
        return new Found<>(null, e);
      }
    }
  }

  private interface Part<T> {
    T read() throws NotCompact;
  }
}
