package dev.keybearer.token.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Keys and certificates made for one test run by the runtime's own tool; nothing is kept. */
final class FakeAuthority {
  private static final char[] PASSWORD = "for-this-run".toCharArray();

  private final Path folder;

  FakeAuthority(Path folder) {
    this.folder = folder;
  }

  /** A fresh key whose certificate signs itself and names one place, such as {@code dns:host}. */
  KeyStore key(String alias, String place) throws IOException, InterruptedException {
    Path file = folder.resolve(alias + ".p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname"));
    command.addAll(List.of("CN=" + alias, "-ext", "san=" + place, "-validity", "2"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(PASSWORD)));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
    return load(file);
  }

  /** What shows the one key, if any, and trusts the certificate of the other. */
  static SSLContext context(@Nullable KeyStore shown, KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates(trusted));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers(shown), trust.getTrustManagers(), null);
    return context;
  }

  static SSLServerSocket listener(SSLContext context) throws IOException {
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static KeyManager @Nullable [] managers(@Nullable KeyStore shown)
      throws GeneralSecurityException {
    if (shown == null) {
      return null;
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(shown, PASSWORD);
    return keys.getKeyManagers();
  }

  private static KeyStore certificates(KeyStore keys) throws GeneralSecurityException {
    try {
      KeyStore certificates = KeyStore.getInstance("PKCS12");
      certificates.load(null, null);
      String alias = keys.aliases().nextElement();
      certificates.setCertificateEntry(alias, keys.getCertificate(alias));
      return certificates;
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static KeyStore load(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD);
      return keys;
    } catch (GeneralSecurityException unreadable) {
      throw new IOException(unreadable);
    }
  }
}
