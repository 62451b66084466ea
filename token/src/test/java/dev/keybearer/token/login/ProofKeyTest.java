package dev.keybearer.token.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keybearer.token.secret.Secret;
import org.junit.jupiter.api.Test;

class ProofKeyTest {
  @Test
  void makesTheChallengeOfRfc7636AppendixB() {
    ProofKey key = new ProofKey(Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));

    assertThat(key.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  void aVerifierHasTheLengthAndAlphabetOfRfc7636() {
    assertThat(ProofKey.random().verifier().reveal()).matches("[A-Za-z0-9_-]{43}");
  }

  @Test
  void neverShowsItsVerifier() {
    ProofKey key = ProofKey.random();

    assertThat(key.toString()).doesNotContain(key.verifier().reveal());
  }
}
