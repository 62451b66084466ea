package dev.keybearer.token.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** V13: what outsiders are told. */
class ReasonTest {
  /** Answers to these help a caller that is honest, and say nothing about the signature. */
  private static final EnumSet<Reason> TOLD =
      EnumSet.of(Reason.SCOPE, Reason.PROOF, Reason.REPLAYED, Reason.NONCE);

  @ParameterizedTest
  @EnumSource
  void saysNothingOfWhatIsWrongWithAToken(Reason reason) {
    assertThat(reason.error().equals("invalid_token")).isEqualTo(!TOLD.contains(reason));
  }
}
