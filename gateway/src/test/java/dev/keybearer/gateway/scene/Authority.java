package dev.keybearer.gateway.scene;

import dev.keybearer.gateway.tls.Identity;
import dev.keybearer.gateway.tls.Trust;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** An authority of a test: issues certificates of any name, time and kind (RFC 5280). */
public final class Authority {
  private static final byte[] ECDSA = der(0x30, hex("06082a8648ce3d040302"));
  private static final byte[] COMMON_NAME = hex("0603550403");
  private static final byte[] ALTERNATIVES = hex("0603551d11");
  private static final byte[] AUTHORITY = hex("300f0603551d130101ff040530030101ff");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final char[] PASSWORD = new char[0];

  private final String name;
  private final KeyPair pair;
  private final X509Certificate certificate;

  private Authority(String name) throws GeneralSecurityException {
    this.name = name;
    this.pair = pair("EC");
    this.certificate = sign(body(name, pair, validity(days(-1), days(1)), AUTHORITY));
  }

  public static Authority of(String name) {
    try {
      return new Authority(name);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate for hosts, valid today. */
  public Issued issue(String subject, String... hosts) {
    return issue(subject, Form.TODAY, hosts);
  }

  /** A certificate for hosts that is valid at another time, or has a key of another kind. */
  public Issued issue(String subject, Form form, String... hosts) {
    try {
      KeyPair own = pair(form.kind());
      byte[][] names = Arrays.stream(hosts).map(Authority::host).toArray(byte[][]::new);
      byte[] alternatives = der(0x30, ALTERNATIVES, der(0x04, der(0x30, names)));
      byte[][] extensions = hosts.length == 0 ? new byte[0][] : new byte[][] {alternatives};
      byte[] body = body(subject, own, validity(form.from(), form.until()), extensions);
      return new Issued(sign(body), own.getPrivate(), certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Instant days(int fromNow) {
    return Instant.now().plus(Duration.ofDays(fromNow));
  }

  public String pem() {
    return Authority.pem("CERTIFICATE", encoded(certificate));
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public Trust trust() {
    return Trust.parse("ca.pem", pem().getBytes(StandardCharsets.US_ASCII));
  }

  /** The TLS of somebody who trusts this authority and shows nothing. */
  public SSLContext context() {
    return context(null, trust());
  }

  /** The TLS of somebody who trusts this authority and shows a certificate. */
  public SSLContext context(Issued shown) {
    return context(shown, trust());
  }

  private static SSLContext context(@Nullable Issued shown, TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shown == null ? null : shown.managers(), new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(String kind) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    generator.initialize(kind.equals("EC") ? 256 : 2_048);
    return generator.generateKeyPair();
  }

  private byte[] body(String subject, KeyPair own, byte[] validity, byte[]... extensions) {
    byte[] key = own.getPublic().getEncoded();
    BigInteger serial = new BigInteger(63, new SecureRandom()).add(BigInteger.ONE);
    byte[] all = extensions.length == 0 ? new byte[0] : der(0xa3, der(0x30, extensions));
    return der(
        0x30,
        hex("a003020102"),
        der(0x02, serial.toByteArray()),
        ECDSA,
        name(name),
        validity,
        name(subject),
        key,
        all);
  }

  private X509Certificate sign(byte[] body) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(body);
    byte[] whole = der(0x30, body, ECDSA, der(0x03, new byte[1], signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] name(String common) {
    byte[] text = der(0x0c, common.getBytes(StandardCharsets.UTF_8));
    return der(0x30, der(0x31, der(0x30, COMMON_NAME, text)));
  }

  private static byte[] host(String host) {
    return host.equals("127.0.0.1")
        ? der(0x87, new byte[] {127, 0, 0, 1})
        : der(0x82, host.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] validity(Instant from, Instant until) {
    return der(0x30, time(from), time(until));
  }

  private static byte[] time(Instant moment) {
    return der(0x18, TIME.format(moment).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length > 0xff) {
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

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String pem(String word, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(word, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), word);
  }

  /** What kind of key a certificate is for, and when it is valid. */
  public record Form(String kind, Instant from, Instant until) {
    public static final Form TODAY = of("EC");

    public static Form of(String kind) {
      return new Form(kind, days(-1), days(1));
    }
  }

  /** A certificate, its key, and who vouches for it. */
  public record Issued(X509Certificate certificate, PrivateKey key, X509Certificate by) {
    public Identity identity() {
      return new Identity(
          certificate.getSubjectX500Principal().getName() + ".pem", List.of(certificate, by), key);
    }

    public String pem() {
      return Authority.pem("CERTIFICATE", encoded(certificate))
          + Authority.pem("CERTIFICATE", encoded(by));
    }

    public String keyPem() {
      return Authority.pem("PRIVATE KEY", key.getEncoded());
    }

    /** What tokens that are bound to it say of it (RFC 8705 section 3.1). */
    public String thumbprint() {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded(certificate));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private KeyManager[] managers() throws GeneralSecurityException, IOException {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("own", key, PASSWORD, new X509Certificate[] {certificate, by});
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, PASSWORD);
      return factory.getKeyManagers();
    }
  }
}
