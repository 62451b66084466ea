package dev.keybearer.cli.wiring;

import dev.keybearer.token.secret.Secret;
import dev.keybearer.token.secret.SecretSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Builds TLS contexts from PEM: whom to trust, and which certificate to show. The same content
 * gives the same context, so that whoever holds one sees when a file has changed.
 */
final class Tls {
  private final Memo<List<String>, SSLContext> contexts = new Memo<>();

  /** Trusts the authorities in the file and nobody else. */
  SSLContext trusting(Path authorities) {
    return context(null, authorities);
  }

  /**
   * Shows a certificate; trusts the authorities in the file, or the platform's when there is none.
   */
  SSLContext showing(SecretSource certificate, SecretSource key, @Nullable Path authorities) {
    return context(new Shown(certificate, key), authorities);
  }

  /** Trusts those that the platform trusts, and shows nothing. */
  SSLContext usual() {
    return context(null, null);
  }

  Memo<List<String>, SSLContext> memo() {
    return contexts;
  }

  private SSLContext context(@Nullable Shown shown, @Nullable Path authorities) {
    List<String> content = new ArrayList<>();
    content.add(shown == null ? "" : digest(shown.certificate().read()));
    content.add(shown == null ? "" : digest(shown.key().read()));
    content.add(authorities == null ? "" : digest(content(authorities)));
    return contexts.of(List.copyOf(content), same -> made(shown, authorities));
  }

  private static Secret content(Path authorities) {
    try {
      return Secret.of(Files.readAllBytes(authorities));
    } catch (IOException e) {
      throw new WiringFailure(
          "cannot read " + authorities + ": it must hold PEM (BEGIN CERTIFICATE)", e);
    }
  }

  /** So that no key is kept to compare with. */
  private static String digest(Secret secret) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(secret.use(sha::digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static SSLContext made(@Nullable Shown shown, @Nullable Path authorities) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          shown == null ? null : shown.managers(),
          authorities == null ? null : trust(authorities),
          null);
      return context;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      String what = shown == null ? String.valueOf(authorities) : shown.toString();
      throw new WiringFailure(
          "cannot use "
              + what
              + " for TLS: it must hold PEM (BEGIN CERTIFICATE; an unencrypted PKCS#8 BEGIN PRIVATE"
              + " KEY)",
          e);
    }
  }

  private static TrustManager[] trust(Path authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    int number = 0;
    for (Certificate certificate : certificates(Files.readAllBytes(authorities))) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> certificates(byte[] pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem));
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** A certificate and its key, by reference. */
  private record Shown(SecretSource certificate, SecretSource key) {
    KeyManager[] managers() throws GeneralSecurityException, IOException {
      byte[] pem = certificate.read().reveal().getBytes(StandardCharsets.US_ASCII);
      Certificate[] chain = certificates(pem).toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw new GeneralSecurityException("no certificate");
      }
      KeyStore store = empty();
      store.setKeyEntry("client", privateKey(chain[0]), new char[0], chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return factory.getKeyManagers();
    }

    private PrivateKey privateKey(Certificate certificate) throws GeneralSecurityException {
      String body =
          key.read()
              .reveal()
              .replaceFirst("(?s)^.*-----BEGIN PRIVATE KEY-----", "")
              .replaceFirst("(?s)-----END PRIVATE KEY-----.*$", "");
      byte[] der = Base64.getMimeDecoder().decode(body);
      return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    @Override
    public String toString() {
      return certificate + " with " + key;
    }
  }
}
