package dev.keybearer.gateway.field;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of an answer that says how to come in (RFC 6750 section 3).
 *
 * @param error the error code, null when the request brought no credentials at all
 * @param fields {@code WWW-Authenticate}, one line for each scheme, and {@code DPoP-Nonce}
 */
public record Challenge(int status, @Nullable String error, List<Field> fields) {
  /** A challenge. */
  public Challenge {
    fields = List.copyOf(fields);
  }
}
