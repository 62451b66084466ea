package dev.keybearer.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys as text (RFC 7468). Keys may come in the form of PKCS #8, or in the older
 * ones of RSA and of elliptic curves, which are put into it:
 *
 * <pre>
 *   SEQUENCE {  INTEGER 0
 *               AlgorithmIdentifier     as it stands in the public key of the certificate
 *               OCTET STRING            the older form  }                    RFC 5958 section 2
 * </pre>
 */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN (RSA |EC |ENCRYPTED )?PRIVATE KEY-----([^-]*)-----END \\1?PRIVATE KEY-----");
  private static final String HINT = ": it must be PEM (BEGIN CERTIFICATE)";
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  private Pem() {}

  /**
   * All certificates in a text, in their order.
   *
   * @param where it was found, for people
   */
  static List<X509Certificate> certificates(String where, byte[] pem) {
    try {
      List<X509Certificate> found = new ArrayList<>();
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        found.add((X509Certificate) each);
      }
      if (!found.isEmpty()) {
        return List.copyOf(found);
      }
    } catch (CertificateException e) {
      throw new TlsFailure(where + " holds no readable certificate" + HINT, e);
    }
    throw new TlsFailure(where + " holds no certificate" + HINT);
  }

  /**
   * The private key in a text.
   *
   * @param fitting the public key that it should fit, which says what kind it is of
   */
  static PrivateKey key(String where, String pem, PublicKey fitting) {
    Matcher block = KEY.matcher(pem);
    if (!block.find()) {
      throw new TlsFailure(where + " holds no private key: it must be PEM (BEGIN PRIVATE KEY)");
    }
    String form = block.group(1);
    if ("ENCRYPTED ".equals(form) || block.group(2).contains("ENCRYPTED")) {
      throw new TlsFailure(
          where + " holds an encrypted key: decrypt it with openssl pkey, and protect the file");
    }
    try {
      byte[] content = Base64.getMimeDecoder().decode(block.group(2));
      byte[] standard = form == null ? content : wrapped(content, fitting);
      return KeyFactory.getInstance(fitting.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(standard));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause: parsers quote what they could not read.
      throw new TlsFailure(
          where + " holds no " + fitting.getAlgorithm() + " key, as its certificate needs");
    }
  }

  private static byte[] wrapped(byte[] older, PublicKey fitting) {
    return der(SEQUENCE, VERSION_0, algorithm(fitting.getEncoded()), der(OCTETS, older));
  }

  /** The first element of a SubjectPublicKeyInfo (RFC 5280 section 4.1). */
  private static byte[] algorithm(byte[] publicKey) {
    int begin = 1 + lengthOctets(publicKey, 0);
    int length = 1 + lengthOctets(publicKey, begin) + length(publicKey, begin);
    return Arrays.copyOfRange(publicKey, begin, begin + length);
  }

  private static int lengthOctets(byte[] der, int element) {
    int first = der[element + 1] & 0xff;
    return first < 0x80 ? 1 : 1 + (first & 0x7f);
  }

  private static int length(byte[] der, int element) {
    int first = der[element + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[element + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    if (length > 0xff) { // two octets hold the length of any key
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
