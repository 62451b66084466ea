package dev.keybearer.gateway.call;

import dev.keybearer.gateway.field.Field;
import dev.keybearer.token.Token;
import org.jspecify.annotations.Nullable;

/**
 * The field that carries a token of ours: made and judged once for each token, and not for each
 * call. Safe for use by many threads.
 */
public final class TokenField {
  private volatile @Nullable Made last;

  TokenField() {}

  /** The field for this token. */
  public Field of(Token token) {
    Made made = last;
    if (made == null || made.token != token) {
      made = new Made(token, Field.of("Authorization", token.authorizationHeader()));
      last = made; // whoever comes at the same time makes the same
    }
    return made.field;
  }

  private record Made(Token token, Field field) {}
}
