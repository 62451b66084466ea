package dev.keybearer.simulator.tls;

import dev.keybearer.simulator.jose.Algorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A key with a self-signed certificate for this machine (127.0.0.1 and localhost); immutable. */
public final class Identity {
  private static final char[] NO_PASSWORD = new char[0];
  private static final byte[] COMMON_NAME = Der.oid(0x55, 0x04, 0x03);
  private static final byte[] SUBJECT_ALT_NAME = Der.oid(0x55, 0x1d, 0x11);
  private static final byte[] ECDSA_WITH_SHA256 =
      Der.of(Der.SEQUENCE, Der.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  private static final BigInteger VERSION_3 = BigInteger.TWO;

  private final PrivateKey key;
  private final X509Certificate certificate;

  private Identity(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /** A fresh identity, valid in real time from yesterday for a year. */
  public static Identity selfSigned(String name) {
    Instant now = Instant.now();
    return selfSigned(name, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(365)));
  }

  /** A fresh identity with a certificate that is valid between two instants. */
  public static Identity selfSigned(String name, Instant from, Instant until) {
    KeyPair pair = Algorithm.ES256.generate();
    byte[] body = body(name, pair, Der.of(Der.SEQUENCE, Der.time(from), Der.time(until)));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(body);
      byte[] whole = Der.of(Der.SEQUENCE, body, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
      return new Identity(pair.getPrivate(), read(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making a certificate for " + name + " failed", e);
    }
  }

  /** The part that is signed (RFC 5280 section 4.1). */
  private static byte[] body(String name, KeyPair pair, byte[] validity) {
    byte[] attribute = Der.of(Der.SEQUENCE, COMMON_NAME, Der.text(name));
    byte[] subject = Der.of(Der.SEQUENCE, Der.of(Der.SET, attribute));
    byte[] hosts =
        Der.of(
            Der.SEQUENCE,
            Der.of(Der.DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)),
            Der.of(Der.IP_ADDRESS, new byte[] {127, 0, 0, 1}));
    byte[] extension = Der.of(Der.SEQUENCE, SUBJECT_ALT_NAME, Der.of(Der.OCTETS, hosts));
    return Der.of(
        Der.SEQUENCE,
        Der.of(Der.VERSION, Der.integer(VERSION_3)),
        Der.integer(new BigInteger(63, new SecureRandom()).add(BigInteger.ONE)),
        ECDSA_WITH_SHA256,
        subject,
        validity,
        subject,
        pair.getPublic().getEncoded(),
        Der.of(Der.EXTENSIONS, Der.of(Der.SEQUENCE, extension)));
  }

  private static X509Certificate read(byte[] encoded) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  /** The half that others may see and trust. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The half that nobody else may see. */
  public PrivateKey key() {
    return key;
  }

  /** The TLS of a client that shows this identity and trusts one server. */
  public SSLContext client(X509Certificate server) {
    return context(keys(), trust(server));
  }

  /** The TLS of a client that shows nothing and trusts one server. */
  public static SSLContext anonymousClient(X509Certificate server) {
    return context(new KeyManager[0], trust(server));
  }

  /** The TLS of a server that shows this identity and lets any client show any certificate. */
  public SSLContext server() {
    return context(keys(), new TrustManager[] {new AnyClient()});
  }

  private KeyManager[] keys() {
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry("identity", key, NO_PASSWORD, new X509Certificate[] {certificate});
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("putting a key into a store in memory failed", e);
    }
  }

  private static TrustManager[] trust(X509Certificate server) {
    try {
      KeyStore store = emptyStore();
      store.setCertificateEntry("server", server);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("putting a certificate into a store in memory failed", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, NO_PASSWORD);
    } catch (IOException e) {
      throw new IllegalStateException("opening a store in memory failed", e);
    }
    return store;
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot speak TLS", e);
    }
  }

  /** The name in the certificate only. */
  @Override
  public String toString() {
    return "Identity[" + certificate.getSubjectX500Principal().getName() + "]";
  }
}
