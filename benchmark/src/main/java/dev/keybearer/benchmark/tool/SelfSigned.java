package dev.keybearer.benchmark.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate of this machine that nobody vouches for, as files in PEM.
 *
 * @param certificate of loopback
 * @param key that belongs to it
 */
public record SelfSigned(Path certificate, Path key) {
  private static final String NAME = "loopback";
  private static final String PASSWORD = "changeit"; // of a file that holds for a run

  /** Makes one in a folder. */
  public static SelfSigned create(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("loopback.p12");
    Process made =
        new ProcessBuilder(
                Jvm.program("keytool").toString(),
                "-genkeypair",
                "-alias",
                NAME,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (made.waitFor() != 0) {
      throw new IOException("keytool made no certificate");
    }
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return new SelfSigned(
          pem(folder, "CERTIFICATE", keys.getCertificate(NAME).getEncoded()),
          pem(folder, "PRIVATE KEY", keys.getKey(NAME, PASSWORD.toCharArray()).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("what keytool made cannot be read", e);
    }
  }

  private static Path pem(Path folder, String kind, byte[] content) throws IOException {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    String text =
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(kind, lines.encodeToString(content));
    Path file = folder.resolve(kind.replace(' ', '-') + ".pem");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }
}
