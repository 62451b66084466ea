package dev.keybearer.gateway.tls;

import dev.keybearer.token.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A certificate with those that vouch for it, and its key. Its text form shows the certificate
 * only.
 *
 * @param where it was found, for people
 * @param chain the certificate first
 */
public record Identity(String where, List<X509Certificate> chain, PrivateKey key) {
  /** RFC 5280 section 4.2.1.6: a name of the DNS. */
  private static final int DNS_NAME = 2;

  /** An identity. */
  public Identity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads one from PEM.
   *
   * @param certificate and where it was found
   * @param privateKey and where it was found
   * @throws TlsFailure when it cannot be read, or the key is that of another certificate
   */
  public static Identity parse(Source certificate, Source privateKey) {
    List<X509Certificate> chain = Pem.certificates(certificate.where(), certificate.octets());
    PublicKey shown = chain.getFirst().getPublicKey();
    PrivateKey key = Pem.key(privateKey.where(), privateKey.pem().reveal(), shown);
    if (!fits(key, shown)) {
      throw new TlsFailure(
          "the key of "
              + privateKey.where()
              + " is not that of "
              + subject(chain.getFirst())
              + " in "
              + certificate.where()
              + ": its own certificate comes first, and both are replaced together");
    }
    return new Identity(certificate.where(), chain, key);
  }

  private static boolean fits(PrivateKey key, PublicKey shown) {
    try {
      Signature signature = Signature.getInstance(algorithm(key));
      byte[] anything = {1, 2, 3, 4};
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(shown);
      signature.update(anything);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  /**
   * Says that it may be shown at a moment.
   *
   * @throws TlsFailure when it is expired or not valid yet
   */
  public void check(Instant now) {
    X509Certificate own = chain.getFirst();
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw new TlsFailure(
          subject(own)
              + " in "
              + where
              + " expired at "
              + own.getNotAfter().toInstant()
              + ": renew it");
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw new TlsFailure(
          subject(own)
              + " in "
              + where
              + " is not valid before "
              + own.getNotBefore().toInstant()
              + ": wait, or set the clock right");
    }
  }

  /** The names of hosts that it is for, in lower case; one may begin with {@code *.}. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (List<?> name : alternatives(chain.getFirst())) {
      if (name.get(0) instanceof Integer kind && kind == DNS_NAME) {
        names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
      }
    }
    return List.copyOf(names);
  }

  static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      return all == null ? List.of() : all;
    } catch (CertificateParsingException _) {
      return List.of();
    }
  }

  static String subject(X509Certificate certificate) {
    return "the certificate of " + certificate.getSubjectX500Principal().getName();
  }

  @Override
  public String toString() {
    return "Identity[" + subject(chain.getFirst()) + " in " + where + "]";
  }

  /**
   * Text that was read somewhere.
   *
   * @param where for people
   */
  public record Source(String where, Secret pem) {
    byte[] octets() {
      return pem.reveal().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
      return "Source[" + where + "]";
    }
  }
}
