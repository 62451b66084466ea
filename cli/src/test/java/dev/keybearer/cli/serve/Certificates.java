package dev.keybearer.cli.serve;

import dev.keybearer.simulator.tls.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The files of a certificate, which a test changes. */
final class Certificates {
  private static final String CERTIFICATE = "certificate.pem";
  private static final String KEY = "private.key";

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
  }

  /** A config whose gateway shows them. */
  String configured(String config, String more) {
    String tls =
        """
          tls: { certificates: [{ certificate: "file:./%s", private-key: "file:./%s" }]%s }
        """
            .formatted(CERTIFICATE, KEY, more);
    return config.replace("  limits: { idle: 1d }\n", "  limits: { idle: 1d }\n" + tls);
  }

  Certificates put(Identity identity) {
    return put(identity.certificate(), identity.key());
  }

  Certificates put(X509Certificate certificate, PrivateKey key) {
    write(KEY, pem("PRIVATE KEY", key.getEncoded()));
    return write(CERTIFICATE, pem("CERTIFICATE", encoded(certificate)));
  }

  Certificates trust(X509Certificate certificate) {
    return write("trust.pem", pem("CERTIFICATE", encoded(certificate)));
  }

  /** Puts a file in the place of another one, whole and closed to others. */
  Certificates write(String name, String text) {
    try {
      Path fresh = Files.writeString(folder.resolve(name + ".new"), text);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void openKey() {
    try {
      Files.setPosixFilePermissions(
          folder.resolve(KEY), PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(String name) {
    try {
      Files.delete(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The TLS of somebody who trusts any of these. */
  SSLContext trusting(List<Identity> identities) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Identity identity : identities) {
        store.setCertificateEntry(identity.toString(), identity.certificate());
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String word, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(word, Base64.getMimeEncoder().encodeToString(der), word);
  }
}
