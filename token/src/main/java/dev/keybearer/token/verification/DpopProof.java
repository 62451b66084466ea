package dev.keybearer.token.verification;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.jose.Compact;
import dev.keybearer.token.jose.DpopKey;
import dev.keybearer.token.jose.NotCompact;
import dev.keybearer.token.jose.NotKeys;
import dev.keybearer.token.jose.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One DPoP proof (RFC 9449 section 4.2): signed by the key it carries, about one request with one
 * token. Immutable.
 */
final class DpopProof {
  /** Real ones have 16 to 36 characters. */
  private static final int LONGEST_ID = 256;

  private final Compact text;
  private final @Nullable Algorithm algorithm;
  private final VerifyingKey key;
  private final JsonObject claims;

  private DpopProof(Compact text) throws NotCompact, NotKeys {
    this.text = text;
    this.algorithm = text.header().algorithm();
    this.key = DpopKey.of(text);
    this.claims = text.claims();
  }

  /** Takes a proof apart; who made it is known after {@link #objection}. */
  static DpopProof parse(String value) throws NotCompact, NotKeys {
    return new DpopProof(Compact.parse(value));
  }

  /** The key it was made with, by its thumbprint. */
  String thumbprint() {
    return key.thumbprint();
  }

  /** What its maker calls it; there is one unless there is an objection. */
  String id() {
    return String.valueOf(claims.text("jti"));
  }

  /** The nonce in it, or null. */
  @Nullable String nonce() {
    return claims.text("nonce");
  }

  /** Why it does not prove anything about this request, or null when it does. */
  @Nullable String objection(Demand demand) throws NotCompact {
    Presentation.Request request = demand.request();
    if (algorithm == null || !demand.algorithms().contains(algorithm)) {
      return "it is signed in a way that is not accepted";
    }
    String id = claims.text("jti");
    if (id == null || id.isEmpty() || id.length() > LONGEST_ID) {
      return "it has no jti of a sensible length";
    }
    if (!request.method().equals(claims.text("htm"))) {
      return "it is for another method";
    }
    if (!isAbout(request)) {
      return "it is for another address";
    }
    String untimely = demand.window().objection(NumericDate.millis(claims, "iat"));
    if (untimely != null) {
      return untimely;
    }
    if (!Sha256.text(demand.token().getBytes(StandardCharsets.US_ASCII))
        .equals(claims.text("ath"))) {
      return "it is for another token";
    }
    return key.verifies(text, algorithm) ? null : "it was not signed with the key it carries";
  }

  private boolean isAbout(Presentation.Request request) {
    String written = claims.text("htu");
    String target = TargetUri.of(request.uri());
    return written != null && target != null && target.equals(TargetUri.of(written));
  }

  /** What a proof has to be about. */
  record Demand(
      String token, Presentation.Request request, Window window, Set<Algorithm> algorithms) {}

  /**
   * When a proof may have been made: {@code now - age <= iat <= now + ahead}, in milliseconds since
   * 1970.
   */
  record Window(long first, long last) {
    static Window at(long now, Proofs proofs) {
      return new Window(now - proofs.age().toMillis(), now + proofs.ahead().toMillis());
    }

    @Nullable String objection(long made) {
      if (made < 0) {
        return "it has no usable iat: a number of seconds is expected";
      }
      if (made < first) {
        return "it is too old";
      }
      return made <= last ? null : "it was made in the future";
    }
  }
}
