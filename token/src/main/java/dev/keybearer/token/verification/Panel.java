package dev.keybearer.token.verification;

import dev.keybearer.token.jose.Compact;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who judges which tokens: one judge for each issuer whose signatures can be checked, by the exact
 * text of its identity, and those who are asked about the others. Immutable.
 */
final class Panel {
  private final Map<String, Judge> judges = new HashMap<>();
  private final Map<String, AskedTokens> asked = new HashMap<>();
  private @Nullable AskedTokens opaque;

  /** Seats whoever judges the tokens that these expectations are about. */
  Panel(Collection<Expectation> expectations, Bench bench) {
    for (Expectation expectation : expectations) {
      seat(expectation, bench);
    }
  }

  private void seat(Expectation expectation, Bench bench) {
    String identity = expectation.issuer().identity();
    if (expectation.keys() != null
        && judges.put(String.valueOf(identity), bench.judge(expectation)) != null) {
      throw new IllegalArgumentException("there are two expectations of issuer " + identity);
    }
    AskedTokens check = bench.asked(expectation);
    if (check == null) {
      return;
    }
    if (opaque != null) {
      throw new IllegalArgumentException(
          "two issuers would be asked about every token that names none: "
              + expectation.issuer().name()
              + " is the second");
    }
    opaque = check;
    if (identity != null) {
      asked.put(identity, check);
    }
  }

  /** Who checks signatures of this issuer, or null. */
  @Nullable Judge judge(@Nullable String issuer) {
    return issuer == null ? null : judges.get(issuer);
  }

  /**
   * Who is asked about a token that looks signed and names this issuer: the issuer itself, or one
   * whose identity is not known.
   */
  @Nullable AskedTokens asked(@Nullable String issuer) {
    if (asked.isEmpty()) {
      return opaque;
    }
    return issuer == null ? null : asked.get(issuer);
  }

  /**
   * Who is asked about a text that is not read here, or null when it is read. An encrypted token is
   * not, unless it may be one of an issuer that signs: that issuer's tokens go to nobody else.
   */
  @Nullable AskedTokens unread(String token) {
    boolean read = Compact.isMeant(token) && !(judges.isEmpty() && Compact.isEncrypted(token));
    return read ? null : opaque;
  }

  /** What an issuer said about a token a moment ago, or null. */
  @Nullable Verdict recall(Digest digest, String token) {
    return opaque == null ? null : opaque.recall(digest, token);
  }

  void forget(Digest digest) {
    if (opaque != null) {
      opaque.drop(digest);
    }
  }

  /** Makes judges. */
  interface Bench {
    /** The judge of an expectation that has keys. */
    Judge judge(Expectation expectation);

    /** Who is asked for an expectation, or null when nobody is. */
    @Nullable AskedTokens asked(Expectation expectation);
  }
}
