package dev.keybearer.stream;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.Token;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A token that cannot do is not dialled with. */
class ScopeMatrixTest {
  private final ScopeMatrix matrix =
      ScopeMatrix.of(Map.of("orders*", Set.of("orders:read"), "*.secret", Set.of("secrets:read")));

  @Test
  void namesTheScopesThatAreMissing() {
    assertThatThrownBy(() -> matrix.check(token("other"), topics("orders.secret")))
        .isInstanceOf(StreamFailure.class)
        .hasMessageContaining("[orders:read, secrets:read]");
    assertThatThrownBy(() -> matrix.check(token("orders:read"), topics("free", "orders.secret")))
        .hasMessageContaining("[secrets:read]");
  }

  @Test
  void letsThroughWhatIsCoveredAndWhatNobodyKnows() {
    assertThatCode(() -> matrix.check(token("orders:read"), topics("orders", "orders.eu", "free")))
        .doesNotThrowAnyException();
    assertThatCode(() -> matrix.check(token(), topics("orders"))).doesNotThrowAnyException();
  }

  @Test
  void takesADotForADot() {
    assertThatCode(() -> matrix.check(token("x"), topics("topxsecret"))).doesNotThrowAnyException();
  }

  private static List<Topic> topics(String... names) {
    return List.of(names).stream().map(Topic::event).toList();
  }

  private static Token token(String... scopes) {
    return Token.of(
        "Bearer",
        "secret",
        new Fingerprint("f"),
        new Token.Terms(1, Instant.EPOCH, Scopes.of(scopes)));
  }
}
