package dev.keybearer.token.verification;

import dev.keybearer.token.http.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is expected of the claims of a token, one rule each, in the order they are judged. */
enum ClaimRule {
  /** The token is of a kind that opens things. */
  TYPE {
    @Override
    @Nullable String objection(Subject subject) {
      String type = subject.type();
      if (!subject.asked() && !subject.expectation().type().accepts(type)) {
        return "it is typed as something else than an access token";
      }
      JsonObject claims = subject.claims();
      String kind = claims.text("typ");
      if (kind != null && OTHER_KINDS.contains(kind.toLowerCase(Locale.ROOT))) {
        return "its claims say that it is no access token";
      }
      if (claims.has("token_use")
          && !ACCESS_USES.contains(String.valueOf(claims.text("token_use")))) {
        return "its claims say that it is used for something else than access";
      }
      return claims.has("nonce") || claims.has("at_hash") || claims.has("events")
          ? "it has the claims of an id token or of a security event"
          : null;
    }

    @Override
    Reason reason() {
      return Reason.TYPE;
    }
  },

  /** It has not ended: {@code now < exp + leeway}. */
  EXPIRY {
    @Override
    @Nullable String objection(Subject subject) {
      long expires = NumericDate.millis(subject.claims(), "exp");
      if (expires < 0) {
        return subject.asked() && expires == NumericDate.ABSENT
            ? null
            : "it has no usable exp: a number of seconds is expected";
      }
      long leeway = subject.expectation().times().leeway().toMillis();
      return subject.now() < expires + leeway
          ? null
          : "it ended " + ago(subject.now() - expires) + " ago";
    }

    @Override
    Reason reason() {
      return Reason.EXPIRED;
    }
  },

  /** It may be used already: {@code nbf <= now + ahead}. */
  NOT_BEFORE {
    @Override
    @Nullable String objection(Subject subject) {
      return future(subject, "nbf", "it may be used in ");
    }

    @Override
    Reason reason() {
      return Reason.NOT_YET;
    }
  },

  /** It was not made in the future: {@code iat <= now + ahead}. */
  ISSUED {
    @Override
    @Nullable String objection(Subject subject) {
      return future(subject, "iat", "it was issued in a future that comes in ");
    }

    @Override
    Reason reason() {
      return Reason.NOT_YET;
    }
  },

  /** It does not live longer than is accepted. */
  LIFE {
    @Override
    @Nullable String objection(Subject subject) {
      Duration longest = subject.expectation().times().longestLife();
      if (longest == null) {
        return null;
      }
      long issued = NumericDate.millis(subject.claims(), "iat");
      long expires = NumericDate.millis(subject.claims(), "exp");
      if (issued < 0 || expires < 0) {
        return "it does not say how long it lives";
      }
      return expires - issued <= longest.toMillis()
          ? null
          : "it lives "
              + ago(expires - issued)
              + "; at most "
              + ago(longest.toMillis())
              + " are accepted";
    }

    @Override
    boolean isWaived(Expectation expectation) {
      return expectation.times().longestLife() == null;
    }

    @Override
    Reason reason() {
      return Reason.LIFE;
    }
  },

  /** It is for one of our names. */
  AUDIENCE {
    @Override
    @Nullable String objection(Subject subject) {
      Set<String> ours = subject.expectation().audiences();
      if (ours.isEmpty()) {
        return null;
      }
      JsonObject claims = subject.claims();
      String one = claims.text("aud");
      List<String> audiences = one == null ? claims.texts("aud") : List.of(one);
      if (audiences == null) {
        return "it does not say for whom it is";
      }
      for (String audience : audiences) {
        if (ours.contains(audience)) {
          return null;
        }
      }
      return "it is for somebody else than " + String.join(" or ", ours.stream().sorted().toList());
    }

    @Override
    boolean isWaived(Expectation expectation) {
      return expectation.audiences().isEmpty();
    }

    @Override
    Reason reason() {
      return Reason.AUDIENCE;
    }
  },

  /** It carries the texts that its issuer's tokens must carry. */
  CLAIMS {
    @Override
    @Nullable String objection(Subject subject) {
      for (Map.Entry<String, String> claim : subject.expectation().claims().entrySet()) {
        JsonObject claims = subject.claims();
        List<String> texts = claims.texts(claim.getKey());
        boolean found =
            claim.getValue().equals(claims.text(claim.getKey()))
                || (texts != null && texts.contains(claim.getValue()));
        if (!found) {
          return "its claim " + claim.getKey() + " is not what is expected";
        }
      }
      return null;
    }

    @Override
    boolean isWaived(Expectation expectation) {
      return expectation.claims().isEmpty();
    }

    @Override
    Reason reason() {
      return Reason.CLAIM;
    }
  };

  /** What the claim {@code token_use} says of tokens that open something, at those who have it. */
  private static final Set<String> ACCESS_USES = Set.of("access", "access_token");

  /** What the claim {@code typ} of Keycloak says about tokens that open nothing. */
  private static final Set<String> OTHER_KINDS =
      Set.of(
          "id",
          "refresh",
          "offline",
          "logout",
          "serialized-id",
          "initialaccesstoken",
          "registrationaccesstoken");

  /** Why the token does not meet the rule, or null when it does. */
  abstract @Nullable String objection(Subject subject);

  /** Whether the rule asks for nothing, because that was waived. */
  boolean isWaived(Expectation expectation) {
    return false;
  }

  /** What a token that does not meet the rule is refused for. */
  abstract Reason reason();

  /** The first rule that is not met, or null. */
  static Verdict.@Nullable Refused first(Subject subject) {
    for (ClaimRule rule : RULES) {
      String objection = rule.objection(subject);
      if (objection != null) {
        return Verdict.Refused.of(rule.reason(), objection);
      }
    }
    return null;
  }

  private static final ClaimRule[] RULES = values();

  private static @Nullable String future(Subject subject, String name, String words) {
    long moment = NumericDate.millis(subject.claims(), name);
    if (moment == NumericDate.BROKEN) {
      return "its " + name + " is no usable number of seconds";
    }
    long ahead = subject.expectation().times().ahead().toMillis();
    return moment <= subject.now() + ahead ? null : words + ago(moment - subject.now());
  }

  private static String ago(long millis) {
    return Words.of(Duration.ofMillis(Math.max(millis, 0)));
  }

  /**
   * What is judged.
   *
   * @param type the type in the header, or null
   * @param asked whether its issuer was asked about it, and may leave out what it has judged
   * @param now milliseconds since 1970
   */
  record Subject(
      Expectation expectation, @Nullable String type, JsonObject claims, boolean asked, long now) {
    static Subject at(
        Expectation expectation, @Nullable String type, JsonObject claims, Instant now) {
      return new Subject(expectation, type, claims, false, now.toEpochMilli());
    }
  }
}
