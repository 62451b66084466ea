package dev.keybearer.token.verification;

import dev.keybearer.token.jose.Compact;
import dev.keybearer.token.jose.NotCompact;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token as somebody presented it, and what came with it to prove that it is theirs. Its text form
 * shows nothing of it. It is taken apart and digested once, however often it is looked at: used by
 * one thread at a time.
 */
public final class Presentation {
  private final Scheme scheme;
  private final String token;
  private final @Nullable X509Certificate certificate;
  private final @Nullable Request request;
  private @Nullable Compact compact;
  private @Nullable Digest digest;

  /**
   * A token.
   *
   * @param scheme how it was presented
   * @param token its text, as it came
   * @param certificate the certificate that the caller showed in the TLS handshake, or null
   * @param request what DPoP proofs are held against, or null when proofs cannot be checked
   */
  public Presentation(
      Scheme scheme,
      String token,
      @Nullable X509Certificate certificate,
      @Nullable Request request) {
    this.scheme = scheme;
    this.token = token;
    this.certificate = certificate;
    this.request = request;
  }

  /** A token that came as a plain bearer token. */
  public static Presentation bearer(String token) {
    return new Presentation(Scheme.BEARER, token, null, null);
  }

  /** A token that came under the scheme DPoP. */
  public static Presentation dpop(String token, Request request) {
    return new Presentation(Scheme.DPOP, token, null, request);
  }

  /** The same with the certificate of the TLS handshake. */
  public Presentation withCertificate(@Nullable X509Certificate newCertificate) {
    return new Presentation(scheme, token, newCertificate, request);
  }

  /** How it was presented. */
  public Scheme scheme() {
    return scheme;
  }

  /** Its text, as it came. */
  public String token() {
    return token;
  }

  /** The certificate that the caller showed, or null. */
  public @Nullable X509Certificate certificate() {
    return certificate;
  }

  /** What proofs are held against, or null. */
  public @Nullable Request request() {
    return request;
  }

  /** The subject that it names, believed by nobody, or null; nothing else of it is read. */
  public @Nullable String subject() {
    try {
      return compact().claims().text("sub");
    } catch (NotCompact e) {
      return null;
    }
  }

  /** Its parts; what is no signed token has none. */
  Compact compact() throws NotCompact {
    Compact known = compact;
    if (known == null) {
      known = Compact.parse(token);
      compact = known;
    }
    return known;
  }

  /** Its digest, or null when it is no token. */
  @Nullable Digest digest(Digester digester) {
    Digest known = digest;
    if (known == null) {
      known = digester.of(token);
      digest = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return "Presentation[" + scheme + ", " + token.length() + " characters]";
  }

  /** How tokens are presented. */
  public enum Scheme {
    /** RFC 6750. */
    BEARER,
    /** RFC 9449. */
    DPOP
  }

  /**
   * The request that a proof is for.
   *
   * @param method in capitals
   * @param uri as the caller knows it; query and fragment do not count
   * @param proofs the values of all {@code DPoP} fields
   */
  public record Request(String method, URI uri, List<String> proofs) {
    /** A request. */
    public Request {
      proofs = List.copyOf(proofs);
    }

    /** Method and address without the query. */
    @Override
    public String toString() {
      return "Request[" + method + " " + uri.getRawPath() + "]";
    }
  }
}
