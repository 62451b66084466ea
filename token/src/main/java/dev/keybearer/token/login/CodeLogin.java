package dev.keybearer.token.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Grant;
import dev.keybearer.token.Habits;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.TimeSource;
import dev.keybearer.token.TokenFailure;
import dev.keybearer.token.TokenFailure.Kind;
import dev.keybearer.token.TokenStore;
import dev.keybearer.token.endpoint.GrantForm;
import dev.keybearer.token.endpoint.Offer;
import dev.keybearer.token.endpoint.Reply;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A person logs in with a browser: authorization code with PKCE (RFC 6749 section 4.1, RFC 7636),
 * the answer bound to this login by its state and to its issuer by its name (RFC 9207).
 *
 * <pre>
 *   begin ──▶ browserAddress ──▶ the person, the issuer ──▶ redirect address ──▶ complete
 * </pre>
 *
 * <p>Listening at the redirect address is the caller's part. An answer that is not this login's
 * changes nothing: the right one may still come. Safe for use by many threads.
 */
public final class CodeLogin {
  private final Consent consent;
  private final Offer.Browser door;
  private final URI redirect;
  private final ProofKey proof = ProofKey.random();
  private final Secret state = Secret.of(ProofKey.unguessable());
  private final AtomicBoolean open = new AtomicBoolean(true);
  private Reply.@Nullable Granted unkept; // belongs to whoever found this open and closed it

  private CodeLogin(Consent consent, Offer.Browser door, URI redirect) {
    this.consent = consent;
    this.door = door;
    this.redirect = redirect;
  }

  /**
   * Begins a login that comes back to the redirect address of the credential's grant.
   *
   * @throws TokenFailure when the issuer, the store or a secret cannot be read
   */
  public static CodeLogin begin(Credential credential, TokenStore store) {
    if (credential.grant() instanceof Grant.AuthorizationCode grant) {
      return begin(credential, store, grant.redirect());
    }
    throw new IllegalArgumentException(
        "the grant of " + credential.name() + " names no redirect address: name the one to use");
  }

  /**
   * Begins a login that comes back to this address; it may differ from that of the credential's
   * grant in its port when that is 0 (RFC 8252 section 7.3).
   *
   * @throws TokenFailure when the issuer, the store or a secret cannot be read
   */
  public static CodeLogin begin(Credential credential, TokenStore store, URI redirect) {
    return begin(credential, store, redirect, TimeSource.system());
  }

  static CodeLogin begin(Credential credential, TokenStore store, URI redirect, TimeSource time) {
    checkRedirect(credential, redirect);
    Consent consent = Consent.open(credential, store, time);
    Offer offer = consent.endpoint().authorization();
    if (!(offer instanceof Offer.Browser door)) {
      throw consent.failure(offer);
    }
    Issuer.requirePrivate(door.address());
    return new CodeLogin(consent, door, redirect);
  }

  private static void checkRedirect(Credential credential, URI redirect) {
    Issuer.requirePrivate(redirect);
    if (redirect.getPort() == 0) {
      throw new IllegalArgumentException(
          "redirect address of " + credential.name() + " has port 0: name the port listened at");
    }
    if (credential.grant() instanceof Grant.AuthorizationCode grant
        && !fits(grant.redirect(), redirect)) {
      throw new IllegalArgumentException(
          "redirect address of " + credential.name() + " is another than its grant names");
    }
  }

  private static boolean fits(URI named, URI used) {
    if (named.getPort() != 0) {
      return named.equals(used);
    }
    return Objects.equals(named.getScheme(), used.getScheme())
        && Objects.equals(named.getHost(), used.getHost())
        && Objects.equals(named.getRawPath(), used.getRawPath())
        && Objects.equals(named.getRawQuery(), used.getRawQuery());
  }

  /** Where to send the person's browser. */
  public URI browserAddress() {
    Credential credential = consent.credential();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", credential.client().id());
    query.put("redirect_uri", redirect.toString());
    if (!credential.asked().isEmpty()) {
      query.put("scope", credential.asked().toString());
    }
    String audience = credential.audience();
    if (audience != null) {
      query.put("audience", audience);
    }
    query.put("state", state.reveal());
    query.put("code_challenge", proof.challenge());
    query.put("code_challenge_method", "S256");
    String thumbprint = consent.thumbprint();
    if (thumbprint != null) {
      query.put(
          "dpop_jkt", thumbprint); // RFC 9449 section 10: the code is of use with our key only
    }
    // RFC 6749 section 3.1: a query that the endpoint has already is kept.
    String joint = door.address().getRawQuery() == null ? "?" : "&";
    return URI.create(door.address() + joint + encode(query));
  }

  /**
   * Turns the address that the browser came back with into tokens, and keeps those.
   *
   * @param callback as the listener saw it; only its query counts
   * @throws TokenFailure when it is not this login's answer, the person or the issuer said no, or
   *     what came cannot be used or kept
   */
  public Login complete(URI callback) {
    Callback answer = checked(callback);
    if (!open.compareAndSet(true, false)) {
      throw consent.failure(Kind.REFUSED, "it is over already: begin another");
    }
    return keep(unkept == null ? redeem(answer) : unkept);
  }

  /** The answer, if it is this login's and comes from its issuer. */
  private Callback checked(URI callback) {
    Callback answer = Callback.parse(callback);
    String echoed = answer == null ? null : answer.state();
    if (answer == null || echoed == null || !state.matches(Secret.of(echoed))) {
      throw consent.failure(
          Kind.REFUSED,
          "what came to the redirect address is not the answer to it; log in through the address"
              + " that was given");
    }
    String named = answer.issuer();
    String identity = consent.credential().issuer().identity();
    boolean other = named != null && identity != null && !named.equals(identity);
    if (other || (named == null && door.namesIssuer())) {
      throw consent.failure(
          Kind.REFUSED, "the answer does not come from issuer " + identity + " (RFC 9207)");
    }
    return answer;
  }

  private Reply.Granted redeem(Callback answer) {
    String error = answer.error();
    if (error != null) {
      throw consent.failure(LoginError.kind(error), LoginError.message(error));
    }
    String code = answer.code();
    if (code == null) {
      throw consent.failure(Kind.REFUSED, "the answer holds neither a usable code nor an error");
    }
    Reply reply = consent.ask(GrantForm.code(code, proof.verifier().reveal(), redirect));
    if (reply instanceof Reply.Granted granted) {
      return granted;
    }
    open.set(!mayBeUsedUp(reply));
    throw consent.failure(reply);
  }

  /** Whether bringing the same code again would be a second use of it. */
  private static boolean mayBeUsedUp(Reply reply) {
    return reply instanceof Reply.Unanswered unanswered
        ? unanswered.mayHaveActed()
        : !(reply instanceof Reply.Denied denied && denied.meaning() == Habits.Meaning.THROTTLED);
  }

  /** What cannot be written now is held: the same answer may be brought again. */
  private Login keep(Reply.Granted granted) {
    try {
      return consent.keep(granted);
    } catch (TokenFailure e) {
      if (e.kind() == Kind.STORE_UNUSABLE) {
        unkept = granted;
        open.set(true);
      }
      throw e;
    }
  }

  /** In percent form throughout: not every server takes a plus sign for a space. */
  private static String encode(Map<String, String> query) {
    return query.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"))
        .replace("+", "%20");
  }
}
