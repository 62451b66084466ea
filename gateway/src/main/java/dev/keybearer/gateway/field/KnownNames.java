package dev.keybearer.gateway.field;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which kind of field a name stands for, whatever its case and its marks: servers that hand fields
 * on as variables make one of {@code X-User}, {@code x_user} and {@code X.User}. Immutable; looking
 * up allocates nothing.
 */
final class KnownNames {
  /** One value each (RFC 9110, RFC 6265 and RFC 6454 say so field by field). */
  private static final List<String> ONCE =
      List.of(
          "content-type",
          "content-range",
          "date",
          "expect",
          "from",
          "if-modified-since",
          "if-range",
          "if-unmodified-since",
          "max-forwards",
          "origin",
          "range",
          "referer",
          "user-agent");

  /** RFC 9110 section 7.6.1, and what older proxies made of it. */
  private static final List<String> HOP =
      List.of(
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "upgrade");

  /** Who called, as proxies tell it. */
  private static final List<String> FORWARDED =
      List.of(
          "cf-connecting-ip",
          "cf-connecting-ipv6",
          "client-ip",
          "fastly-client-ip",
          "forwarded",
          "forwarded-for",
          "true-client-ip",
          "x-client-ip",
          "x-cluster-client-ip",
          "x-envoy-external-address",
          "x-forwarded",
          "x-original-forwarded-for",
          "x-original-host",
          "x-originating-ip",
          "x-proxyuser-ip",
          "x-real-ip",
          "x-remote-addr",
          "x-remote-ip");

  /** Who somebody is, as gateways tell it. */
  private static final List<String> IDENTITY =
      List.of(
          "remote-user",
          "ssl-client-cert",
          "ssl-client-s-dn",
          "x-access-token",
          "x-authenticated-user",
          "x-client-cert",
          "x-email",
          "x-groups",
          "x-id-token",
          "x-remote-user",
          "x-roles",
          "x-scope",
          "x-scopes",
          "x-ssl-client-cert",
          "x-subject",
          "x-user",
          "x-user-email",
          "x-user-groups",
          "x-user-id",
          "x-user-name",
          "x-user-roles",
          "x-username",
          "x-userinfo");

  /**
   * What makes others read another method or path, or take a caller's proxy for theirs (httpoxy).
   */
  private static final List<String> OVERRIDES =
      List.of(
          "proxy",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-original-uri",
          "x-original-url",
          "x-rewrite-url");

  /** Nothing to the gateway, and often there. */
  private static final List<String> USUAL =
      List.of(
          "accept",
          "accept-encoding",
          "accept-language",
          "cache-control",
          "if-none-match",
          "pragma",
          "priority",
          "traceparent",
          "tracestate",
          "x-request-id");

  private static final List<String> OUR_PREFIXES =
      List.of("x-forwarded-", "x-auth-request-", "x-authenticated-");

  /** Handshakes with upstreams are the gateway's own, and there a token may stand (Y1). */
  private static final String HANDSHAKE_PREFIX = "sec-websocket-";

  private static final char[] FOLDED = foldedCharacters();

  private final String[] names;
  private final FieldKind[] kinds;
  private final Map<String, FieldKind> spelled; // as nearly everybody does

  private KnownNames(Map<String, FieldKind> known) {
    int size = Integer.highestOneBit(known.size()) * 4; // at most half full: probes stay short
    this.names = new String[size];
    this.kinds = new FieldKind[size];
    known.forEach(this::put);
    this.spelled = new HashMap<>();
    Stream.concat(USUAL.stream(), known.keySet().stream()).forEach(this::spell);
  }

  /** Those that everybody knows, and those that the gateway itself sets. */
  static KnownNames with(Collection<String> ours) {
    Map<String, FieldKind> known = new LinkedHashMap<>();
    List.of(FORWARDED, IDENTITY, OVERRIDES, List.copyOf(ours))
        .forEach(names -> names.forEach(name -> known.put(folded(name), FieldKind.OURS)));
    ONCE.forEach(name -> known.put(name, FieldKind.ONCE));
    HOP.forEach(name -> known.put(name, FieldKind.HOP));
    known.put("authorization", FieldKind.AUTHORIZATION);
    known.put("connection", FieldKind.CONNECTION);
    known.put("content-length", FieldKind.LENGTH);
    known.put("cookie", FieldKind.COOKIE);
    known.put("dpop", FieldKind.PROOF);
    known.put("host", FieldKind.HOST);
    known.put("transfer-encoding", FieldKind.CODING);
    return new KnownNames(known);
  }

  /**
   * What a name stands for that is written as it usually is, all in lower case or each word with a
   * capital; null for all others. It is a token, and no alias of another.
   */
  @Nullable FieldKind usual(String name) {
    return spelled.get(name);
  }

  /** What the name stands for. */
  FieldKind kind(String name) {
    int slot = hash(name) & names.length - 1;
    while (kinds[slot] != null) {
      if (isFolded(name, names[slot])) {
        return kinds[slot];
      }
      slot = slot + 1 & names.length - 1;
    }
    if (hasOurPrefix(name)) {
      return FieldKind.OURS;
    }
    return hasPrefix(name, HANDSHAKE_PREFIX) ? FieldKind.HOP : FieldKind.PLAIN;
  }

  /** Whether a name has marks other than the hyphens that all known names are written with. */
  static boolean isAlias(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) != '-' && !Grammar.isAlphanumeric(name.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private void spell(String name) {
    StringBuilder capitals = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      if (i == 0 || name.charAt(i - 1) == '-') {
        capitals.setCharAt(i, Character.toUpperCase(name.charAt(i)));
      }
    }
    spelled.put(name, kind(name));
    spelled.put(capitals.toString(), kind(name));
  }

  private void put(String name, FieldKind kind) {
    int slot = hash(name) & names.length - 1;
    while (kinds[slot] != null) {
      slot = slot + 1 & names.length - 1;
    }
    names[slot] = name;
    kinds[slot] = kind;
  }

  private static boolean hasOurPrefix(String name) {
    for (String prefix : OUR_PREFIXES) {
      if (hasPrefix(name, prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasPrefix(String name, String prefix) {
    return name.length() > prefix.length() && startsWith(name, prefix);
  }

  private static boolean isFolded(String name, String folded) {
    return name.length() == folded.length() && startsWith(name, folded);
  }

  private static boolean startsWith(String name, String folded) {
    for (int i = 0; i < folded.length(); i++) {
      if (fold(name.charAt(i)) != folded.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int hash(String name) {
    int hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = 31 * hash + fold(name.charAt(i));
    }
    return hash ^ (hash >>> 16);
  }

  /** The name as all its spellings are told by those that make variables of names. */
  static String folded(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      folded.append(fold(name.charAt(i)));
    }
    return folded.toString();
  }

  private static char fold(char character) {
    return character < FOLDED.length ? FOLDED[character] : '-';
  }

  private static char[] foldedCharacters() {
    char[] folded = new char[0x80];
    for (char character = 0; character < folded.length; character++) {
      boolean capital = character >= 'A' && character <= 'Z';
      char same = Grammar.isAlphanumeric(character) ? character : '-';
      folded[character] = capital ? (char) (character - 'A' + 'a') : same;
    }
    return folded;
  }
}
