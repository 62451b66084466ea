package dev.keybearer.token.verification;

import dev.keybearer.token.Fingerprint;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Scopes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Yes: a token that was judged, and the only way to its claims. Only a {@link Verifier} makes one.
 * Immutable.
 */
public final class Verified implements Verdict {
  private final Expectation expectation;
  private final Claims claims;
  private final TokenName name;
  // Found when first asked for; whoever comes at the same time finds the same.
  private @Nullable List<TargetKey> targets;

  Verified(Expectation expectation, Claims claims, TokenName name) {
    this.expectation = expectation;
    this.claims = claims;
    this.name = name;
  }

  /** Whose token it is. */
  public Issuer issuer() {
    return expectation.issuer();
  }

  /** What it says. */
  public Claims claims() {
    return claims;
  }

  /** The name of this very token. */
  public Fingerprint fingerprint() {
    return name.fingerprint();
  }

  /** The keys of everything by which it can be ended early. */
  public List<TargetKey> targets() {
    List<TargetKey> known = targets;
    if (known == null) {
      known = find();
      targets = known;
    }
    return known;
  }

  private List<TargetKey> find() {
    String issuer = Target.nameOf(issuer());
    List<TargetKey> found = new ArrayList<>();
    found.add(new Target.Text(name.fingerprint()).key());
    if (name.content() != null) {
      found.add(name.content());
    }
    String tokenId = claims.tokenId();
    if (tokenId != null) {
      found.add(new Target.Numbered(issuer, tokenId).key());
    }
    String subject = claims.subject();
    if (subject != null) {
      found.add(new Target.Subject(null, subject).key());
      found.add(new Target.Subject(issuer, subject).key());
    }
    String client = claims.clientId();
    if (client != null) {
      found.add(new Target.Client(null, client).key());
      found.add(new Target.Client(issuer, client).key());
    }
    return List.copyOf(found);
  }

  /** The scopes that every token of its issuer must have. */
  Scopes required() {
    return expectation.required();
  }

  /** From when on it counts no more, in milliseconds since 1970; never where nobody says. */
  long until() {
    long expires = claims.expires();
    return expires < 0 ? Long.MAX_VALUE : expires + expectation.times().leeway().toMillis();
  }

  /** Whose it is and until when, and nothing of its text. */
  @Override
  public String toString() {
    return "Verified[" + issuer().name() + ", " + claims + "]";
  }
}
