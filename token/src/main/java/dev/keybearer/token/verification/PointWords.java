package dev.keybearer.token.verification;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is said about rules that a token meets. Quotes only what was expected in the first place.
 */
final class PointWords {
  private PointWords() {}

  static String of(ClaimRule rule, ClaimRule.Subject subject) {
    return switch (rule) {
      case TYPE -> type(subject);
      case EXPIRY -> expiry(subject);
      case NOT_BEFORE, ISSUED -> begin(subject);
      case LIFE -> life(subject);
      case AUDIENCE -> audience(subject);
      case CLAIMS ->
          "it carries " + String.join(", ", new TreeSet<>(subject.expectation().claims().keySet()));
    };
  }

  /** Why nobody looked at a rule that is waived. */
  static String waived(ClaimRule rule) {
    return switch (rule) {
      case LIFE -> "it may live as long as its issuer likes";
      case AUDIENCE -> "it may be for anybody";
      case CLAIMS -> "no claim is expected by its text";
      case TYPE, EXPIRY, NOT_BEFORE, ISSUED -> throw new IllegalArgumentException("never waived");
    };
  }

  static String key(@Nullable String keyId) {
    return keyId == null ? "it names none; its issuer has some that fit" : keyId;
  }

  private static String type(ClaimRule.Subject subject) {
    String type = subject.type();
    if (subject.asked()) {
      return "its issuer was asked about an access token";
    }
    return type == null ? "it does not say, and need not" : type;
  }

  private static String expiry(ClaimRule.Subject subject) {
    long expires = NumericDate.millis(subject.claims(), "exp");
    if (expires < 0) {
      return "its issuer names no end";
    }
    long left = expires - subject.now();
    return left > 0
        ? "another " + words(left)
        : "it ended "
            + words(-left)
            + " ago, within the leeway of "
            + Words.of(subject.expectation().times().leeway());
  }

  private static String begin(ClaimRule.Subject subject) {
    long issued = NumericDate.millis(subject.claims(), "iat");
    if (issued < 0) {
      return "it does not say when it was issued";
    }
    long age = subject.now() - issued;
    return age >= 0
        ? "issued " + words(age) + " ago"
        : "issued " + words(-age) + " ahead of our clock, which is let pass";
  }

  private static String life(ClaimRule.Subject subject) {
    long issued = NumericDate.millis(subject.claims(), "iat");
    long expires = NumericDate.millis(subject.claims(), "exp");
    Duration longest = subject.expectation().times().longestLife();
    return words(expires - issued) + (longest == null ? "" : "; at most " + Words.of(longest));
  }

  private static String audience(ClaimRule.Subject subject) {
    Set<String> ours = new TreeSet<>(subject.expectation().audiences());
    ours.retainAll(new Claims(subject.claims()).audiences());
    return String.join(", ", ours);
  }

  private static String words(long millis) {
    return Words.of(Duration.ofMillis(Math.max(millis, 0)));
  }
}
