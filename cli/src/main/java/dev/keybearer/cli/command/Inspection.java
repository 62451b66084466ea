package dev.keybearer.cli.command;

import dev.keybearer.token.Issuer;
import dev.keybearer.token.verification.Examination;
import dev.keybearer.token.verification.Point;
import dev.keybearer.token.verification.Unverified;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.Verified;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a token.
 *
 * @param now when it was looked at
 * @param trusting whether there was a config that says whom to trust
 * @param help what to do next, or empty
 */
record Inspection(Paste paste, Examination examined, Instant now, boolean trusting, String help) {
  /** How it ended. */
  Outcome outcome() {
    Verdict verdict = examined.verdict();
    if (verdict instanceof Verified) {
      return Outcome.VERIFIED;
    }
    Point decisive = examined.decisive();
    if (decisive != null && decisive.answer() == Point.Answer.CANNOT_TELL) {
      return Outcome.UNKNOWN;
    }
    return trusting || isMalformed() ? Outcome.REFUSED : Outcome.UNVERIFIED;
  }

  /** What holds for header and claims: nothing else of the token is ever shown. */
  Withheld withheld() {
    return new Withheld(paste.token());
  }

  /** The claims that may be believed: those that were verified, or that its issuer told. */
  Map<String, @Nullable Object> verifiedClaims() {
    return examined.verdict() instanceof Verified verified
        ? withheld().from(verified.claims().all())
        : Map.of();
  }

  /** For programs; its form is described in docs/formats/inspect.md. */
  Map<String, @Nullable Object> describe() {
    Unverified token = examined.token();
    Issuer issuer = examined.issuer();
    Map<String, @Nullable Object> described = new LinkedHashMap<>();
    described.put("verdict", word(outcome()));
    described.put(
        "reason", examined.verdict() instanceof Verdict.Refused no ? word(no.reason()) : null);
    described.put("words", words());
    described.put("help", help.isEmpty() ? null : help);
    described.put("issuer", issuer == null ? null : issuer.name());
    described.put("claims", verifiedClaims());
    described.put("points", examined.points().stream().map(this::describe).toList());
    described.put("form", word(token.form()));
    described.put("scheme", word(paste.scheme()));
    described.put("removed", paste.notes());
    described.put("unverified_header", withheld().from(token.header()));
    described.put("unverified_claims", withheld().from(token.claims()));
    return described;
  }

  /** Why it ended so. */
  String words() {
    Point decisive = examined.decisive();
    Issuer issuer = examined.issuer();
    return switch (outcome()) {
      case VERIFIED -> "a token of " + (issuer == null ? "" : issuer.name());
      case UNVERIFIED -> "no config says whom to trust, so nothing but its form was looked at";
      case REFUSED, UNKNOWN ->
          decisive == null ? "" : word(decisive.name()) + ": " + withheld().text(decisive.words());
    };
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Map<String, Object> describe(Point point) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", word(point.name()));
    described.put("answer", word(point.answer()));
    described.put("words", withheld().text(point.words()));
    return described;
  }

  private boolean isMalformed() {
    Point decisive = examined.decisive();
    return decisive != null
        && decisive.name() == Point.Name.FORM
        && examined.token().form() != Unverified.Form.OPAQUE;
  }

  /** How an inspection ends. */
  enum Outcome {
    /** Everything that is expected holds. */
    VERIFIED(Exit.OK),
    /** Something that is expected does not hold. */
    REFUSED(Exit.UNVERIFIED),
    /** There was nothing to hold the token against. */
    UNVERIFIED(Exit.UNVERIFIED),
    /** Nobody could tell. */
    UNKNOWN(Exit.UNREACHABLE);

    private final Exit exit;

    Outcome(Exit exit) {
      this.exit = exit;
    }

    Exit exit() {
      return exit;
    }
  }
}
