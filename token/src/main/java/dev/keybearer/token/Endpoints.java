package dev.keybearer.token;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer is asked.
 *
 * @param authorization where a browser is sent to log in, or null
 * @param deviceAuthorization where a device code is asked for, or null
 * @param revocation where a token is ended early (RFC 7009), or null
 * @param keys where its key set is (RFC 7517), or null
 * @param introspection where it is asked what a token is (RFC 7662), or null
 */
public record Endpoints(
    URI token,
    @Nullable URI authorization,
    @Nullable URI deviceAuthorization,
    @Nullable URI revocation,
    @Nullable URI keys,
    @Nullable URI introspection) {
  /** Where tokens are had and ended. */
  public Endpoints(
      URI token,
      @Nullable URI authorization,
      @Nullable URI deviceAuthorization,
      @Nullable URI revocation) {
    this(token, authorization, deviceAuthorization, revocation, null, null);
  }

  /** Only a token endpoint. */
  public static Endpoints of(URI token) {
    return new Endpoints(token, null, null, null);
  }

  /** The same with a key set. */
  public Endpoints withKeys(@Nullable URI newKeys) {
    return new Endpoints(
        token, authorization, deviceAuthorization, revocation, newKeys, introspection);
  }

  /** The same with introspection. */
  public Endpoints withIntrospection(@Nullable URI newIntrospection) {
    return new Endpoints(
        token, authorization, deviceAuthorization, revocation, keys, newIntrospection);
  }
}
