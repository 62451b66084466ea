package dev.keybearer.gateway.stage;

import dev.keybearer.gateway.call.Acceptance.Bearers;
import dev.keybearer.gateway.call.Acceptance.Proving;
import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.field.Host;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.verification.Presentation;
import dev.keybearer.token.verification.Presentation.Scheme;
import dev.keybearer.token.verification.Reason;
import dev.keybearer.token.verification.Verdict;
import dev.keybearer.token.verification.Verified;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Calls that come with a proof (RFC 9449). What a proof has to name is the address that callers
 * use: an origin that the configuration knows, and the path as they wrote it, which was judged to
 * mean the one that is sent. A host that only the caller names is not believed, for a proof made
 * for somebody else would fit it.
 */
final class Proved {
  private static final Verdict UNBOUND =
      new Verdict.Refused(
          Reason.UNPROVED, "it is bound to no key, and the route asks for that", Scopes.none());

  private Proved() {}

  /** What the proofs of a call are held against, or null when nothing can be. */
  static Presentation.@Nullable Request request(Call call, Proving proving) {
    Host host = call.fields().host();
    String authority = host.port() < 0 ? host.name() : host.name() + ":" + host.port();
    try {
      URI target = new URI(proving.origin(authority) + written(call.request().target()));
      return new Presentation.Request(call.request().method(), target, call.fields().proofs());
    } catch (URISyntaxException e) {
      return null; // then there is no proof that would fit, and the token is refused
    }
  }

  /** The path of a target as it came: no caller can know our spelling of what it may escape. */
  private static String written(String target) {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** The verdict, unless the route wants more proof than that. */
  static Verdict enough(Bearers bearers, Presentation presentation, Verdict verdict) {
    Proving proving = bearers.proving();
    boolean lacks = proving != null && proving.needed() && presentation.scheme() != Scheme.DPOP;
    return lacks && verdict instanceof Verified ? UNBOUND : verdict;
  }
}
