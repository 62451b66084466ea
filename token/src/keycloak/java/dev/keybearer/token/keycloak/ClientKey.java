package dev.keybearer.token.keycloak;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An RSA key with a self-signed certificate, made anew for each run by the runtime's own keytool.
 *
 * @param certificate DER in base64, on one line
 */
record ClientKey(PrivateKey key, String certificate) {
  private static final String PASSWORD = "changeit";

  static ClientKey create(Path folder) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("client.p12");
      Files.deleteIfExists(file);
      keytool(file);
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD.toCharArray());
      }
      return new ClientKey(
          (PrivateKey) store.getKey("client", PASSWORD.toCharArray()),
          Base64.getEncoder().encodeToString(store.getCertificate("client").getEncoded()));
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("making a key with keytool failed", e);
    }
  }

  private static void keytool(Path file) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String options =
        "-genkeypair -alias client -keyalg RSA -keysize 2048 -sigalg SHA256withRSA"
            + " -dname CN=pkjwt -validity 30 -storetype PKCS12 -storepass "
            + PASSWORD;
    List<String> command = new ArrayList<>();
    command.add(keytool.toString());
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of("-keystore", file.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new AssertionError("keytool ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
