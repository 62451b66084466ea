package dev.keybearer.token.verification;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tokens of one issuer have to be to be accepted. What is left out refuses; what shall not be
 * looked at is waived by name.
 *
 * @param keys what its signed tokens are checked with, or null to ask about each token
 * @param check who is asked about tokens that are not signed, or null to refuse those
 * @param audiences our names, one of which a token must be for; empty when any audience was waived
 * @param algorithms the signatures that count
 * @param required the scopes that every token must have
 * @param claims texts that must stand in a token under these names, alone or in an array
 */
public record Expectation(
    Issuer issuer,
    @Nullable Keys keys,
    @Nullable TokenCheck check,
    Set<String> audiences,
    Set<Algorithm> algorithms,
    TokenType type,
    Times times,
    Scopes required,
    Map<String, String> claims) {
  private static final Set<Algorithm> USUAL =
      EnumSet.of(Algorithm.RS256, Algorithm.PS256, Algorithm.ES256, Algorithm.EdDSA);

  /** An expectation that can be met. */
  public Expectation {
    audiences = Set.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    claims = Map.copyOf(claims);
    if (keys == null && check == null) {
      throw new IllegalArgumentException(
          "tokens of " + issuer.name() + " need keys to be checked with, or somebody to ask");
    }
    if (keys != null && issuer.identity() == null) {
      throw new IllegalArgumentException(
          "signed tokens of " + issuer.name() + " name their issuer: give it an identity");
    }
    boolean shared = keys instanceof Keys.Shared;
    if (algorithms.stream().anyMatch(algorithm -> algorithm.isSymmetric() != shared)) {
      throw new IllegalArgumentException(
          "HMAC goes with a shared secret and with nothing else; issuer " + issuer.name());
    }
  }

  /** Tokens signed with the published keys of an issuer, for one of these audiences. */
  public static Expectation of(Issuer issuer, String audience, String... others) {
    Set<String> audiences = new LinkedHashSet<>(Arrays.asList(others));
    audiences.add(audience);
    return published(issuer, audiences);
  }

  /** Tokens signed with the published keys of an issuer, whoever they are meant for. */
  public static Expectation ofAnyAudience(Issuer issuer) {
    return published(issuer, Set.of());
  }

  /**
   * Tokens that only their issuer can read, for one of these audiences; with none, whoever they are
   * meant for.
   */
  public static Expectation ofAsked(Issuer issuer, TokenCheck check, Set<String> audiences) {
    return new Expectation(
        issuer,
        null,
        check,
        audiences,
        USUAL,
        TokenType.ANY_ACCESS,
        Times.STANDARD,
        Scopes.none(),
        Map.of());
  }

  private static Expectation published(Issuer issuer, Set<String> audiences) {
    return new Expectation(
        issuer,
        new Keys.Published(null),
        null,
        audiences,
        USUAL,
        TokenType.ANY_ACCESS,
        Times.STANDARD,
        Scopes.none(),
        Map.of());
  }

  /** The same with other keys; with a shared secret only its own algorithm counts. */
  public Expectation withKeys(Keys newKeys) {
    Set<Algorithm> counting =
        newKeys instanceof Keys.Shared shared ? Set.of(shared.algorithm()) : algorithms;
    return new Expectation(
        issuer, newKeys, check, audiences, counting, type, times, required, claims);
  }

  /** The same, asking somebody about tokens that are not signed. */
  public Expectation withCheck(TokenCheck newCheck) {
    return new Expectation(
        issuer, keys, newCheck, audiences, algorithms, type, times, required, claims);
  }

  /** The same, asking somebody about every token, signed or not. */
  public Expectation withCheckOnly(TokenCheck newCheck) {
    return new Expectation(issuer, null, newCheck, audiences, USUAL, type, times, required, claims);
  }

  /** The same with these signatures. */
  public Expectation withAlgorithms(Algorithm first, Algorithm... others) {
    return new Expectation(
        issuer, keys, check, audiences, EnumSet.of(first, others), type, times, required, claims);
  }

  /** The same for tokens of this type. */
  public Expectation withType(TokenType newType) {
    return new Expectation(
        issuer, keys, check, audiences, algorithms, newType, times, required, claims);
  }

  /** The same with other allowances for time. */
  public Expectation withTimes(Times newTimes) {
    return new Expectation(
        issuer, keys, check, audiences, algorithms, type, newTimes, required, claims);
  }

  /** The same, requiring these scopes. */
  public Expectation withRequired(Scopes newRequired) {
    return new Expectation(
        issuer, keys, check, audiences, algorithms, type, times, newRequired, claims);
  }

  /** The same, requiring these texts under these names. */
  public Expectation withClaims(Map<String, String> newClaims) {
    return new Expectation(
        issuer, keys, check, audiences, algorithms, type, times, required, newClaims);
  }
}
