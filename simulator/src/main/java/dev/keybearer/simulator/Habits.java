package dev.keybearer.simulator;

import dev.keybearer.simulator.register.Family;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an issuer behaves when nothing goes wrong. Every habit can be changed at any time and holds
 * from the next request on. Safe for use by many threads.
 */
public final class Habits {
  private volatile Duration tokenLife = Duration.ofHours(1);
  private volatile TokenForm tokenForm = TokenForm.JWT;
  private volatile RefreshTokens refreshTokens = RefreshTokens.ROTATED;
  private volatile Duration refreshGrace = Duration.ZERO;
  private volatile Duration refreshLife = Duration.ofDays(30);
  private volatile Set<GrantType> refreshable =
      Set.copyOf(EnumSet.of(GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE));
  private volatile ScopeRule scopeRule = ScopeRule.REFUSES;
  private volatile @Nullable Duration idleTimeout;
  private volatile @Nullable String expiresIn;
  private volatile boolean expiresInSent = true;
  private volatile boolean sameToken;
  private volatile Duration codeLife = Duration.ofSeconds(60);
  private volatile Duration deviceLife = Duration.ofMinutes(10);
  private volatile Duration deviceInterval = Duration.ofSeconds(5);
  private volatile @Nullable String user = "ada";
  private volatile DpopRule dpop = DpopRule.IGNORED;
  private volatile @Nullable String dpopNonce;

  Habits() {}

  /** How long an access token lives, unless its client has a life of its own. */
  public Habits tokenLife(Duration life) {
    tokenLife = life;
    return this;
  }

  /** What access tokens look like. */
  public Habits tokenForm(TokenForm form) {
    tokenForm = form;
    return this;
  }

  /** What happens to a refresh token that is used. */
  public Habits refreshTokens(RefreshTokens rule) {
    refreshTokens = rule;
    return this;
  }

  /** How long after a rotation the direct predecessor still gets the same successor. */
  public Habits refreshGrace(Duration grace) {
    refreshGrace = grace;
    return this;
  }

  /** How long a refresh token can wait to be used. */
  public Habits refreshLife(Duration life) {
    refreshLife = life;
    return this;
  }

  /** Which grants come with a refresh token. */
  public Habits refreshable(GrantType... grants) {
    refreshable = Set.copyOf(List.of(grants));
    return this;
  }

  /** What happens to scopes beyond the registered ones. */
  public Habits scopeRule(ScopeRule rule) {
    scopeRule = rule;
    return this;
  }

  /** How long an unused token lives. */
  public Habits idleTimeout(Duration timeout) {
    idleTimeout = timeout;
    return this;
  }

  /** Tokens live to their end whether they are used or not. */
  public Habits noIdleTimeout() {
    idleTimeout = null;
    return this;
  }

  /** Every token answer carries exactly this JSON text as {@code expires_in}. */
  public Habits expiresIn(String literal) {
    expiresIn = literal;
    expiresInSent = true;
    return this;
  }

  /** Token answers carry no {@code expires_in}. */
  public Habits withoutExpiresIn() {
    expiresInSent = false;
    return this;
  }

  /** Token answers carry the life of the token. */
  public Habits truthfulExpiresIn() {
    expiresIn = null;
    expiresInSent = true;
    return this;
  }

  /** A client gets the token it already has while that lives. */
  public Habits sameTokenWhileItLives() {
    sameToken = true;
    return this;
  }

  /** Every grant gives a token of its own. */
  public Habits newTokenEachTime() {
    sameToken = false;
    return this;
  }

  /** How long an authorization code can wait to be redeemed. */
  public Habits codeLife(Duration life) {
    codeLife = life;
    return this;
  }

  /** How long a device can wait for a decision, and how often it may ask. */
  public Habits devices(Duration life, Duration interval) {
    deviceLife = life;
    deviceInterval = interval;
    return this;
  }

  /** Whoever is asked at the authorization endpoint is this person, and says yes. */
  public Habits userApproves(String name) {
    user = name;
    return this;
  }

  /** Whoever is asked at the authorization endpoint says no. */
  public Habits userDenies() {
    user = null;
    return this;
  }

  /** What it makes of DPoP proofs. */
  public Habits dpop(DpopRule rule) {
    dpop = rule;
    return this;
  }

  /** Proofs at the token endpoint and the API have to hold exactly this. */
  public Habits dpopNonce(String nonce) {
    dpopNonce = nonce;
    return this;
  }

  DpopRule dpop() {
    return dpop;
  }

  /** What proofs have to hold, or null. */
  @Nullable String dpopNonce() {
    return dpopNonce;
  }

  Duration tokenLife() {
    return tokenLife;
  }

  TokenForm tokenForm() {
    return tokenForm;
  }

  RefreshTokens refreshTokens() {
    return refreshTokens;
  }

  Family.Rotation rotation() {
    return new Family.Rotation(refreshTokens == RefreshTokens.ROTATED, refreshGrace, refreshLife);
  }

  boolean refreshes(GrantType grant) {
    return refreshable.contains(grant);
  }

  ScopeRule scopeRule() {
    return scopeRule;
  }

  @Nullable Duration idleTimeout() {
    return idleTimeout;
  }

  /** The JSON text of {@code expires_in} for a token with this much life, or null for none. */
  @Nullable String expiresInFor(Duration left) {
    if (!expiresInSent) {
      return null;
    }
    String literal = expiresIn;
    return literal == null ? Long.toString(Math.max(0, left.toSeconds())) : literal;
  }

  boolean repeatsTokens() {
    return sameToken;
  }

  Duration codeLife() {
    return codeLife;
  }

  Duration deviceLife() {
    return deviceLife;
  }

  Duration deviceInterval() {
    return deviceInterval;
  }

  /** Who approves, or null when approval is denied. */
  @Nullable String user() {
    return user;
  }
}
