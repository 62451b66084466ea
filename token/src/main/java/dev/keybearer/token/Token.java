package dev.keybearer.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an issuer handed out. Never printed: its text form is its fingerprint. Immutable. */
public final class Token {
  private final String header;
  private final int start;
  private final Fingerprint fingerprint;
  private final long generation;
  private final Instant expiresAt;
  private final Scopes scopes;
  private final @Nullable Prover prover;

  private Token(
      String header, int start, Fingerprint fingerprint, Terms terms, @Nullable Prover prover) {
    this.header = header;
    this.start = start;
    this.fingerprint = fingerprint;
    this.generation = terms.generation();
    this.expiresAt = terms.expiresAt();
    this.scopes = terms.scopes();
    this.prover = prover;
  }

  /** A token of the type the issuer named, such as {@code Bearer}. */
  public static Token of(String type, String value, Fingerprint fingerprint, Terms terms) {
    return new Token(type + " " + value, type.length() + 1, fingerprint, terms, null);
  }

  /** The same, bound to the key that somebody holds: it is sent with a proof, or in vain. */
  public Token boundTo(@Nullable Prover newProver) {
    return new Token(
        header, start, fingerprint, new Terms(generation, expiresAt, scopes), newProver);
  }

  /** The value of the {@code Authorization} field, ready to be sent. */
  public String authorizationHeader() {
    return header;
  }

  /** The bare token, for a protocol that carries it elsewhere than in {@code Authorization}. */
  public String value() {
    return header.substring(start);
  }

  /** Whether it is of use only with a {@link #proof} in the field {@code DPoP}. */
  public boolean isBound() {
    return prover != null;
  }

  /**
   * The value of the field {@code DPoP} for one request with this token, made anew for each; null
   * when it {@linkplain #isBound() needs none}.
   */
  public @Nullable String proof(Prover.Request request) {
    return prover == null ? null : prover.prove(request, value());
  }

  /** The name by which this token is known in logs and to operators. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /** Rises with every token of the same credential. */
  public long generation() {
    return generation;
  }

  /** The end of its life on the wall clock, for people; what is usable is judged by age. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** The scopes the issuer granted with it. */
  public Scopes scopes() {
    return scopes;
  }

  /** The fingerprint and the times, never the token. */
  @Override
  public String toString() {
    return "Token[" + fingerprint + " #" + generation + " until " + expiresAt + "]";
  }

  /** What came with the token. */
  public record Terms(long generation, Instant expiresAt, Scopes scopes) {}
}
