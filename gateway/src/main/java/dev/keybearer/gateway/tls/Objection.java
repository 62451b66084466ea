package dev.keybearer.gateway.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why somebody's certificates are not taken, for people: what was found, and what to do.
 *
 * @param chain that was shown, the certificate itself first
 * @param host that was asked for, or null when the other end asked
 * @param authorities where those that are trusted were found
 * @param rule what the platform says
 */
record Objection(
    List<X509Certificate> chain, @Nullable String host, String authorities, String rule) {
  /** What strangers write into certificates is not told at any length. */
  private static final int LONGEST = 200;

  private static final int MOST_NAMES = 8;

  /** How the platform says that nobody it trusts has signed. */
  private static final String UNVOUCHED = "PKIX path building failed";

  /**
   * In words.
   *
   * @param vouchedFor whether it would be taken from another host
   */
  String words(boolean vouchedFor) {
    if (chain.isEmpty()) {
      return "no certificate was shown";
    }
    String dates = dates(Instant.now()); // the platform's rules go by that clock too
    if (dates != null) {
      return dates;
    }
    String own = "the certificate " + subject(chain.getFirst());
    if (host != null && vouchedFor) {
      return "%s is for %s and not for %s: use one of those names, or have it renewed with this one"
          .formatted(own, names(chain.getFirst()), host);
    }
    if (rule.startsWith(UNVOUCHED)) {
      return "%s was issued by %s, who is not among those trusted, which %s holds: add that authority there, or have it issued by one of them"
          .formatted(own, shown(last().getIssuerX500Principal()), authorities);
    }
    return own + " is refused: " + shown(rule);
  }

  private @Nullable String dates(Instant now) {
    for (X509Certificate each : chain) {
      Instant from = each.getNotBefore().toInstant();
      Instant until = each.getNotAfter().toInstant();
      if (now.isAfter(until)) {
        return "the certificate %s expired at %s: its owner has to renew it"
            .formatted(subject(each), until);
      }
      if (now.isBefore(from)) {
        return "the certificate %s is not valid before %s: its owner has to replace it, or a clock is wrong"
            .formatted(subject(each), from);
      }
    }
    return null;
  }

  private X509Certificate last() {
    return chain.getLast();
  }

  private static String subject(X509Certificate certificate) {
    return shown(certificate.getSubjectX500Principal());
  }

  private static String names(X509Certificate certificate) {
    Collection<List<?>> all = Identity.alternatives(certificate);
    return all.isEmpty()
        ? "no host"
        : all.stream()
            .limit(MOST_NAMES)
            .map(name -> shown(name.get(1)))
            .collect(Collectors.joining(", "));
  }

  private static String shown(@Nullable Object text) {
    String whole = String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
    return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + "…";
  }
}
