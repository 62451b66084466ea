package dev.keybearer.token.verification;

import dev.keybearer.token.Fingerprinter;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.http.JsonObject;
import dev.keybearer.token.jose.Compact;
import dev.keybearer.token.jose.Header;
import dev.keybearer.token.jose.NotCompact;
import dev.keybearer.token.verification.Judge.Signed;
import dev.keybearer.token.verification.Verdict.Refused;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns presented text into a verdict. Safe for use by many threads; a token that was judged before
 * is judged again without a lock.
 */
public final class Verifier {
  static final Refused NO_TOKEN = Refused.of(Reason.MALFORMED, "it is no token at all");
  static final Refused UNTRUSTED =
      Refused.of(Reason.ISSUER, "its issuer is none that is trusted here");

  private final Panel panel;
  private final Standing standing;
  private final Fingerprinter fingerprinter;
  private final TimeSource time;
  private final @Nullable VerdictCache cache;
  private final ReadTexts<Header> headers = new ReadTexts<>();
  private final ReadTexts<Scopes> scopes = new ReadTexts<>();
  private final Digester digester = new Digester();

  Verifier(Panel panel, Binding binding, Fingerprinter fingerprinter, Verifiers.Options options) {
    this.panel = panel;
    this.standing = new Standing(options.revocations(), binding);
    this.fingerprinter = fingerprinter;
    this.time = options.time();
    int most = options.mostVerdicts();
    this.cache = most == 0 ? null : new VerdictCache(most);
  }

  /** Judges a token as it was presented. */
  public Verdict judge(Presentation presented, Duration patience) {
    return judge(presented, Scopes.none(), patience);
  }

  /**
   * Judges a token as it was presented, for something that needs these scopes besides those that
   * every token must have.
   *
   * @param patience how long to wait for keys, or for an issuer's answer, at most
   * @throws VerificationFailure when nobody could find out in time
   */
  public Verdict judge(Presentation presented, Scopes needed, Duration patience) {
    Verdict verdict = verdict(presented, needed, patience);
    return Objects.requireNonNull(verdict, "nothing, though it was waited for");
  }

  /**
   * The verdict as far as it can be told without waiting for anybody: by what is kept, and by keys
   * that are at hand. It takes as long as checking a signature takes.
   *
   * @return the verdict; or null when keys or an issuer would have to be waited for, or nobody can
   *     tell: then judge with a patience, on a thread that may wait
   */
  public @Nullable Verdict judgeAtOnce(Presentation presented, Scopes needed) {
    try {
      return verdict(presented, needed, null);
    } catch (VerificationFailure tooManyProofs) {
      return null; // thrown again to whoever judges with a patience
    }
  }

  /**
   * What was found out about the token before and still counts, held against whatever may differ
   * from one use to the next: nothing is checked that costs more than a digest and a look-up.
   *
   * @return the verdict; or null when the token has to be judged, or nobody can tell
   */
  public @Nullable Verdict recall(Presentation presented, Scopes needed) {
    Digest digest = presented.digest(digester);
    if (digest == null) {
      return NO_TOKEN;
    }
    Verdict known = cache == null ? null : known(cache, digest);
    Verdict verdict = known == null ? panel.recall(digest, presented.token()) : known;
    try {
      return verdict instanceof Verified verified ? stands(verified, presented, needed) : verdict;
    } catch (VerificationFailure tooManyProofs) {
      return null; // thrown again to whoever judges with a patience
    }
  }

  private @Nullable Verdict verdict(
      Presentation presented, Scopes needed, @Nullable Duration patience) {
    Verdict verdict =
        cache == null ? anew(presented, null, patience) : remembered(cache, presented, patience);
    return verdict instanceof Verified verified ? stands(verified, presented, needed) : verdict;
  }

  private Verdict stands(Verified verified, Presentation presented, Scopes needed) {
    Refused refused = standing.objection(verified, presented, needed);
    return refused == null ? verified : refused;
  }

  /**
   * Why a token that was good when it was judged here counts no more: {@link Reason#EXPIRED} or
   * {@link Reason#REVOKED}; null while it counts. For whoever goes on by it long after: it waits
   * for nobody, and no issuer is asked again.
   */
  public @Nullable Reason endedSince(Verified verified) {
    if (time.wall().toEpochMilli() >= verified.until()) {
      return Reason.EXPIRED;
    }
    return standing.revoked(verified) == null ? null : Reason.REVOKED;
  }

  /**
   * Holds a token against everything that is expected of it, as it was presented, and says what
   * holds and what does not: for a person, and slower than judging.
   *
   * @param patience how long to wait for keys, or for an issuer's answer, at most
   */
  public Examination examine(Presentation presented, Duration patience) {
    Digest digest = presented.digest(digester);
    Examiner examiner = new Examiner(panel, standing, fingerprinter, time);
    return digest == null && cache != null
        ? examiner.noToken(presented)
        : examiner.examine(presented, digest, patience);
  }

  /** Forgets what is known about a token, so that it is judged from the start. */
  public void forget(String token) {
    Digest digest = digester.of(token);
    if (digest != null && cache != null) {
      cache.drop(digest);
    }
    if (digest != null) {
      panel.forget(digest);
    }
  }

  private @Nullable Verdict remembered(
      VerdictCache verdicts, Presentation presented, @Nullable Duration patience) {
    Digest digest = presented.digest(digester);
    if (digest == null) {
      return NO_TOKEN;
    }
    Verdict known = known(verdicts, digest);
    return known == null ? anew(presented, digest, patience) : known;
  }

  private @Nullable Verdict known(VerdictCache verdicts, Digest digest) {
    VerdictCache.Entry entry = verdicts.find(digest);
    if (entry == null) {
      return null;
    }
    boolean stands =
        entry.judge().isCurrent(entry.generation()) && time.wall().toEpochMilli() < entry.until();
    if (!stands) {
      verdicts.drop(digest);
      return null;
    }
    return entry.verdict();
  }

  private @Nullable Verdict anew(
      Presentation presented, @Nullable Digest digest, @Nullable Duration patience) {
    AskedTokens opaque = panel.unread(presented.token());
    if (opaque != null) {
      return asked(opaque, presented, patience);
    }
    try {
      Compact compact = presented.compact();
      String headerText = compact.headerText();
      Header known = headers.find(headerText);
      Header header = known == null ? compact.header() : known;
      JsonObject claims = compact.claims();
      Judge judge = panel.judge(claims.text("iss"));
      if (judge != null) {
        Verdict verdict = signed(judge, new Parsed(digest, compact, header, claims), patience);
        if (known == null && verdict instanceof Verified) {
          headers.keep(headerText, header);
        }
        return verdict;
      }
      AskedTokens asked = panel.asked(claims.text("iss"));
      return asked == null ? UNTRUSTED : asked(asked, presented, patience);
    } catch (NotCompact e) {
      return refused(e);
    }
  }

  private @Nullable Verdict asked(
      AskedTokens asked, Presentation presented, @Nullable Duration patience) {
    String token = presented.token();
    Digest digest = token.isEmpty() ? null : presented.digest(digester);
    if (digest == null) {
      return NO_TOKEN;
    }
    return patience == null
        ? asked.judgeAtOnce(digest, token)
        : asked.judge(digest, token, patience);
  }

  private @Nullable Verdict signed(Judge judge, Parsed token, @Nullable Duration patience)
      throws NotCompact {
    Signed signed = judge.signature(token.compact(), token.header(), patience);
    if (signed == null) {
      return null;
    }
    if (signed.refused() != null) {
      keep(judge, token, signed, signed.refused());
      return signed.refused();
    }
    long now = time.wall().toEpochMilli();
    Refused refused = judge.claims(token.header(), token.claims(), now);
    if (refused != null) {
      keep(judge, token, signed, refused);
      return refused;
    }
    TokenName name = TokenName.of(token.compact().text(), fingerprinter);
    Verified verified =
        new Verified(judge.expectation(), new Claims(token.claims(), this::scopes), name);
    keep(judge, token, signed, verified);
    return verified;
  }

  private Scopes scopes(String text) {
    Scopes known = scopes.find(text);
    if (known != null) {
      return known;
    }
    Scopes read = Scopes.parse(text);
    scopes.keep(text, read);
    return read;
  }

  /** A no is kept as well: it would cost a check of the signature with every call. */
  private void keep(Judge judge, Parsed token, Signed signed, Verdict verdict) {
    Digest digest = token.digest();
    if (cache == null
        || digest == null
        || signed.keys() == null
        || (verdict instanceof Refused refused && !lasts(refused.reason()))) {
      return;
    }
    long until = verdict instanceof Verified verified ? verified.until() : Long.MAX_VALUE;
    cache.keep(
        digest,
        new VerdictCache.Entry(verdict, judge.keyring(), signed.keys().generation(), until),
        time.wall().toEpochMilli());
  }

  /**
   * Whether a no stands as long as the keys do. A key that is missing may be fetched meanwhile, and
   * what is not valid yet becomes so by itself.
   */
  private static boolean lasts(Reason reason) {
    return switch (reason) {
      case SIGNATURE, TYPE, CLAIM, EXPIRED, LIFE, AUDIENCE -> true;
      default -> false;
    };
  }

  /** What a text that is no signed token is refused for. */
  static Refused refused(NotCompact fault) {
    Reason reason =
        switch (fault.fault()) {
          case SHAPE -> Reason.MALFORMED;
          case ENCRYPTED -> Reason.ENCRYPTED;
          case HEADER -> Reason.HEADER;
        };
    return Refused.of(reason, String.valueOf(fault.getMessage()));
  }

  private record Parsed(
      @Nullable Digest digest, Compact compact, Header header, JsonObject claims) {}
}
