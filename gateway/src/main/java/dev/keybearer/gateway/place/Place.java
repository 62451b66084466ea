package dev.keybearer.gateway.place;

import org.jspecify.annotations.Nullable;

/**
 * Where an address is, as far as anybody knows.
 *
 * @param country its code of two letters (ISO 3166-1), or null
 * @param city its English name, or null
 */
public record Place(@Nullable String country, @Nullable String city) {
  /** Nobody knows. */
  public static final Place UNKNOWN = new Place(null, null);
}
