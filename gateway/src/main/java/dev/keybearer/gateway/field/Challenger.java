package dev.keybearer.gateway.field;

import dev.keybearer.token.Algorithm;
import dev.keybearer.token.Scopes;
import dev.keybearer.token.verification.Presentation.Scheme;
import dev.keybearer.token.verification.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a refused caller is told: the error code of the reason and nothing of its detail
 * (V13). Immutable.
 *
 * <pre>
 *   nothing presented     401   Bearer realm="orders"
 *   no well-formed one    400   Bearer realm="orders", error="invalid_request"
 *   a bad one             401   Bearer realm="orders", error="invalid_token"
 *   a scope is missing    403   Bearer realm="orders", error="insufficient_scope", scope="a b"
 *   no nonce of ours      401   DPoP error="use_dpop_nonce", algs="ES256"      and DPoP-Nonce
 * </pre>
 *
 * Where several schemes are offered, the error stands at the one that was used (RFC 9449 section
 * 7.2), or else at the first.
 */
public final class Challenger {
  private static final String INVALID_REQUEST = "invalid_request";
  private static final String INSUFFICIENT_SCOPE = "insufficient_scope";

  private final Offer offer;

  private Challenger(Offer offer) {
    this.offer = offer;
  }

  /** One that offers this. */
  public static Challenger of(Offer offer) {
    return new Challenger(offer);
  }

  /** The answer to a request without credentials: no error code, for nothing was wrong. */
  public Challenge absent(@Nullable String nonce) {
    return write(401, null, new Told(offer.first(), Scopes.none(), nonce));
  }

  /** The answer to credentials that are none, or that came twice. */
  public Challenge malformed(@Nullable String nonce) {
    return write(400, INVALID_REQUEST, new Told(offer.first(), Scopes.none(), nonce));
  }

  /**
   * The answer to a token that was refused.
   *
   * @param used the scheme it came under
   * @param nonce what goes into {@code DPoP-Nonce}, or null when proofs need none
   */
  public Challenge refused(Verdict.Refused refused, Scheme used, @Nullable String nonce) {
    String error = refused.reason().error();
    Scheme at = offer.schemes().contains(used) ? used : offer.first();
    return error.equals(INSUFFICIENT_SCOPE)
        ? write(403, error, new Told(at, needed(refused.missing()), nonce))
        : write(401, error, new Told(at, Scopes.none(), nonce));
  }

  private Challenge write(int status, @Nullable String error, Told told) {
    List<Field> fields = new ArrayList<>();
    for (Scheme scheme : offer.schemes()) {
      boolean carries = scheme == told.at();
      String value = value(scheme, carries ? error : null, carries ? told.scopes() : Scopes.none());
      fields.add(Field.of("WWW-Authenticate", value));
    }
    if (told.nonce() != null && offer.schemes().contains(Scheme.DPOP)) {
      fields.add(Field.of("DPoP-Nonce", told.nonce()));
    }
    return new Challenge(status, error, fields);
  }

  private String value(Scheme scheme, @Nullable String error, Scopes scopes) {
    List<String> parameters = new ArrayList<>();
    add(parameters, "realm", offer.realm());
    add(parameters, "error", error);
    add(parameters, "scope", scopes.isEmpty() ? null : scopes.toString());
    if (scheme == Scheme.DPOP && !offer.algorithms().isEmpty()) {
      add(parameters, "algs", offer.algorithmNames());
    }
    String name = scheme == Scheme.DPOP ? "DPoP" : "Bearer";
    return parameters.isEmpty() ? name : name + " " + String.join(", ", parameters);
  }

  private static void add(List<String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.add(name + "=" + Grammar.quoted(value));
    }
  }

  /** RFC 6750 section 3: what is necessary, not only what was missing. */
  private Scopes needed(Scopes missing) {
    Set<String> words = new LinkedHashSet<>(offer.needed().words());
    words.addAll(missing.words());
    return Scopes.of(List.copyOf(words));
  }

  private record Told(Scheme at, Scopes scopes, @Nullable String nonce) {}

  /**
   * What a route lets callers come in with.
   *
   * @param realm a name for what is protected, or null
   * @param schemes at least one
   * @param algorithms those that proofs may be signed with, for the scheme DPoP
   * @param needed the scopes that a token must have here
   */
  public record Offer(
      @Nullable String realm, Set<Scheme> schemes, Set<Algorithm> algorithms, Scopes needed) {
    /** Bearer tokens with these scopes. */
    public static Offer bearer(Scopes needed) {
      return new Offer(null, Set.of(Scheme.BEARER), Set.of(), needed);
    }

    /** An offer; a realm that cannot be written is refused here, before anybody calls. */
    public Offer {
      if (schemes.isEmpty()) {
        throw new IllegalArgumentException("a scheme has to be offered");
      }
      if (realm != null) {
        Grammar.quoted(realm);
      }
      schemes = Set.copyOf(schemes);
      algorithms = Set.copyOf(algorithms);
    }

    /** The schemes, those of RFC 6750 first. */
    @Override
    public Set<Scheme> schemes() {
      return EnumSet.copyOf(schemes);
    }

    Scheme first() {
      return schemes.contains(Scheme.BEARER) ? Scheme.BEARER : Scheme.DPOP;
    }

    String algorithmNames() {
      return new TreeSet<>(algorithms).stream().map(Enum::name).collect(Collectors.joining(" "));
    }
  }
}
