package dev.keybearer.gateway.call;

import dev.keybearer.gateway.upstream.TokenWelcome;
import dev.keybearer.token.TokenSource;

/**
 * A credential whose token is attached to calls.
 *
 * @param credential its name
 * @param source of its tokens
 * @param welcome whether the upstream takes them
 * @param field that carries them
 */
public record Attachment(
    String credential, TokenSource source, TokenWelcome welcome, TokenField field) {
  /** An attachment. */
  public Attachment(String credential, TokenSource source, TokenWelcome welcome) {
    this(credential, source, welcome, new TokenField());
  }
}
