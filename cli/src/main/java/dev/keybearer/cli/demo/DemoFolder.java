package dev.keybearer.cli.demo;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * What a demonstration keeps between two runs: the config to look at and to change, the store, and
 * the key of the simulated issuer, so that tokens of the last run still are what they were.
 */
final class DemoFolder {
  /** What the stream of this run has delivered. */
  static final String DELIVERED = "events.jsonl";

  private static final String KEY_ID = "demo-1";

  private final Path path;

  private DemoFolder(Path path) {
    this.path = path;
  }

  /** Opens the folder, or makes it. */
  static DemoFolder open(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
    Files.deleteIfExists(path.resolve(DELIVERED));
    return new DemoFolder(path);
  }

  /** The config; written anew, since it names the ports of this run. */
  Path config(DemoAddresses addresses) throws IOException {
    Path file = path.resolve("keybearer.yaml");
    Files.writeString(file, addresses.config());
    return file;
  }

  /** The key that the simulated issuer signs with. */
  SigningKey issuerKey() throws IOException {
    Path file = path.resolve("issuer.key");
    if (!Files.exists(file)) {
      SigningKey fresh = SigningKey.generate(KEY_ID, Algorithm.ES256);
      write(file, fresh.pair());
      return fresh;
    }
    return SigningKey.of(KEY_ID, Algorithm.ES256, read(file));
  }

  private static void write(Path file, KeyPair pair) throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(
        file,
        List.of(
            base64.encodeToString(pair.getPrivate().getEncoded()),
            base64.encodeToString(pair.getPublic().getEncoded())));
  }

  private static KeyPair read(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      Base64.Decoder base64 = Base64.getDecoder();
      KeyFactory keys = KeyFactory.getInstance("EC");
      return new KeyPair(
          keys.generatePublic(new X509EncodedKeySpec(base64.decode(lines.get(1)))),
          keys.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(0)))));
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UncheckedIOException(
          new IOException(file + " holds no key of a demonstration: remove its folder", e));
    }
  }
}
