package dev.keybearer.token.login;

import dev.keybearer.token.Scopes;
import java.time.Instant;

/**
 * What a person's consent brought into the store, besides the tokens themselves.
 *
 * @param scopes what was granted
 * @param expiresAt the end of the first access token; its successors are had without the person
 */
public record Login(Scopes scopes, Instant expiresAt) {}
