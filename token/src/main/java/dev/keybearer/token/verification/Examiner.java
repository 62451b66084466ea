package dev.keybearer.token.verification;

import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.jose.Header;
import dev.keybearer.token.jose.NotCompact;
import dev.keybearer.token.verification.Point.Name;
import dev.keybearer.token.verification.Verdict.Refused;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes through everything that is expected of one token, by the rules and in the order of judging,
 * and does not stop at the first that fails. Made for one examination.
 */
final class Examiner {
  private static final String UNREAD = "its claims cannot be read";
  private static final String NO_HEADER = "its header is not accepted";

  private final Panel panel;
  private final Standing standing;
  private final Fingerprinter fingerprinter;
  private final TimeSource time;
  private final Sheet sheet = new Sheet();
  private @Nullable Expectation expectation;
  private @Nullable Verified verified;

  Examiner(Panel panel, Standing standing, Fingerprinter fingerprinter, TimeSource time) {
    this.panel = panel;
    this.standing = standing;
    this.fingerprinter = fingerprinter;
    this.time = time;
  }

  /** The examination of a text that nobody takes for a token. */
  Examination noToken(Presentation presented) {
    sheet.fails(Name.FORM, Verifier.NO_TOKEN);
    return examination(Parts.of(presented.token()));
  }

  /**
   * The examination of a token.
   *
   * @param digest of it, or null when it is none that an issuer could be asked about
   */
  Examination examine(Presentation presented, @Nullable Digest digest, Duration patience) {
    Parts parts = Parts.of(presented.token());
    Asking asking = new Asking(digest, presented, patience);
    AskedTokens opaque = panel.unread(presented.token());
    if (opaque != null) {
      asked(opaque, asking);
    } else {
      readable(parts, asking);
    }
    return examination(parts);
  }

  private Examination examination(Parts parts) {
    sheet.skipRest(UNREAD);
    return new Examination(Unverified.of(parts), issuer(), sheet.points(), verdict());
  }

  private @Nullable Issuer issuer() {
    return expectation == null ? null : expectation.issuer();
  }

  private @Nullable Verdict verdict() {
    return sheet.isDecided() || verified == null ? sheet.refused() : verified;
  }

  private void readable(Parts parts, Asking asking) {
    NotCompact fault = parts.fault();
    if (fault == null) {
      sheet.holds(Name.FORM, "a signed token");
    } else {
      sheet.fails(Name.FORM, Verifier.refused(fault));
    }
    if (parts.compact() == null || parts.claims() == null) {
      return;
    }
    String named = parts.claims().text("iss");
    Judge judge = panel.judge(named);
    AskedTokens asked = judge == null ? panel.asked(named) : null;
    if (judge != null) {
      expectation = judge.expectation();
      sheet.holds(Name.ISSUER, judge.expectation().issuer().name());
      signature(judge, parts, asking.patience());
      sheet.skip("its signature is checked instead", Name.ASKED);
      claims(parts.header(), parts.claims(), asking.presented());
    } else if (asked != null && fault == null) {
      asked(asked, asking);
    } else if (asked != null) {
      expectation = asked.expectation();
      sheet.holds(Name.ISSUER, asked.expectation().issuer().name());
      sheet.skipRest("its issuer is not asked about a token of a wrong form");
    } else {
      sheet.fails(Name.ISSUER, Verifier.UNTRUSTED);
      sheet.skipRest("nothing is expected of tokens of its issuer");
    }
  }

  private void signature(Judge judge, Parts parts, Duration patience) {
    Header header = parts.header();
    if (header == null || parts.compact() == null) {
      sheet.skip(NO_HEADER, Name.ALGORITHM, Name.KEY, Name.SIGNATURE);
      return;
    }
    Refused refused;
    try {
      Judge.Signed signed = judge.signature(parts.compact(), header, patience);
      refused = Objects.requireNonNull(signed, "nothing, though it was waited for").refused();
    } catch (NotCompact e) {
      refused = Verifier.refused(e);
    } catch (VerificationFailure e) {
      sheet.holds(Name.ALGORITHM, header.algorithmName());
      sheet.cannotTell(Name.KEY, e);
      sheet.skip("there are no keys to check it with", Name.SIGNATURE);
      return;
    }
    signature(header, refused);
  }

  private void signature(Header header, @Nullable Refused refused) {
    if (refused != null && refused.reason() == Reason.ALGORITHM) {
      sheet.fails(Name.ALGORITHM, refused);
      sheet.skip("its algorithm is not accepted", Name.KEY, Name.SIGNATURE);
      return;
    }
    sheet.holds(Name.ALGORITHM, header.algorithmName());
    if (refused != null && refused.reason() == Reason.KEY) {
      sheet.fails(Name.KEY, refused);
      sheet.skip("there is no key to check it with", Name.SIGNATURE);
      return;
    }
    sheet.holds(Name.KEY, PointWords.key(header.keyId()));
    if (refused == null) {
      sheet.holds(Name.SIGNATURE, "made with that key");
    } else {
      sheet.fails(Name.SIGNATURE, refused);
    }
  }

  private void asked(AskedTokens asked, Asking asking) {
    Digest digest = asking.digest();
    if (digest == null || asking.presented().token().isEmpty()) {
      sheet.fails(Name.FORM, Verifier.NO_TOKEN);
      return;
    }
    expectation = asked.expectation();
    sheet.holds(Name.FORM, "opaque: its issuer alone can read it");
    sheet.holds(Name.ISSUER, asked.expectation().issuer().name());
    sheet.skip("its issuer is asked instead", Name.ALGORITHM, Name.KEY, Name.SIGNATURE);
    Verdict said;
    try {
      said = asked.judge(digest, asking.presented().token(), asking.patience());
    } catch (VerificationFailure e) {
      sheet.cannotTell(Name.ASKED, e);
      sheet.skipRest("its issuer has not said what it is");
      return;
    }
    if (said instanceof Refused no) {
      Name name = name(no.reason());
      if (name != Name.ASKED) {
        sheet.holds(Name.ASKED, "its issuer says that it is active");
      }
      sheet.fails(name, no);
      sheet.skipRest("nothing more is known of a token that is refused");
      return;
    }
    Verified answered = (Verified) said;
    sheet.holds(Name.ASKED, "its issuer says that it is active");
    rules(
        new ClaimRule.Subject(asked.expectation(), null, answered.claims().object(), true, now()));
    standing(answered, asking.presented());
  }

  private void claims(@Nullable Header header, JsonObject object, Presentation presented) {
    if (expectation == null) {
      return;
    }
    if (header == null) {
      sheet.skip(NO_HEADER, Name.TYPE);
    }
    String type = header == null ? null : header.type();
    rules(new ClaimRule.Subject(expectation, type, object, false, now()));
    TokenName name = TokenName.of(presented.token(), fingerprinter);
    standing(new Verified(expectation, new Claims(object), name), presented);
  }

  private void rules(ClaimRule.Subject subject) {
    for (ClaimRule rule : ClaimRule.values()) {
      Name name = name(rule.reason());
      if (rule.isWaived(subject.expectation())) {
        sheet.skip(PointWords.waived(rule), name);
        continue;
      }
      String objection = rule.objection(subject);
      if (objection == null) {
        sheet.holds(name, PointWords.of(rule, subject));
      } else {
        sheet.fails(name, Refused.of(rule.reason(), objection));
      }
    }
  }

  private void standing(Verified found, Presentation presented) {
    verified = found;
    Claims claims = found.claims();
    point(Name.REVOKED, standing.revoked(found), "no early end of it is known");
    try {
      String words = claims.isBound() ? "what it is bound to was shown" : "it is bound to nothing";
      point(Name.BINDING, standing.unproved(claims, presented), words);
    } catch (VerificationFailure e) {
      sheet.cannotTell(Name.BINDING, e);
    }
    Scopes always = found.required();
    if (always.isEmpty()) {
      sheet.skip("none is required", Name.SCOPES);
    } else {
      point(Name.SCOPES, standing.unscoped(claims, always, Scopes.none()), "it has " + always);
    }
  }

  private void point(Name name, @Nullable Refused refused, String words) {
    if (refused == null) {
      sheet.holds(name, words);
    } else {
      sheet.fails(name, refused);
    }
  }

  private long now() {
    return time.wall().toEpochMilli();
  }

  private static Name name(Reason reason) {
    return switch (reason) {
      case MALFORMED, ENCRYPTED, HEADER -> Name.FORM;
      case ISSUER -> Name.ISSUER;
      case ALGORITHM -> Name.ALGORITHM;
      case KEY -> Name.KEY;
      case SIGNATURE -> Name.SIGNATURE;
      case INACTIVE -> Name.ASKED;
      case TYPE -> Name.TYPE;
      case EXPIRED -> Name.EXPIRY;
      case NOT_YET -> Name.BEGIN;
      case LIFE -> Name.LIFE;
      case AUDIENCE -> Name.AUDIENCE;
      case CLAIM -> Name.CLAIMS;
      case REVOKED -> Name.REVOKED;
      case UNPROVED, PROOF, REPLAYED, NONCE -> Name.BINDING;
      case SCOPE -> Name.SCOPES;
    };
  }

  /** What is asked for, and how long that may take. */
  private record Asking(@Nullable Digest digest, Presentation presented, Duration patience) {}
}
