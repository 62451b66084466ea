package dev.keybearer.token;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer is asked.
 *
 * @param authorization where a browser is sent to log in, or null
 * @param deviceAuthorization where a device code is asked for, or null
 * @param revocation where a token is ended early (RFC 7009), or null
 */
public record Endpoints(
    URI token,
    @Nullable URI authorization,
    @Nullable URI deviceAuthorization,
    @Nullable URI revocation) {
  /** Only a token endpoint. */
  public static Endpoints of(URI token) {
    return new Endpoints(token, null, null, null);
  }
}
