package dev.keybearer.token.keycloak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Keycloak, unpacked by the build into {@code target}, built once for its memory-only
 * database and started with one realm.
 */
final class KeycloakServer {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final Path home;
  private final Path log;
  private final int port = freePort();
  private final int management = freePort();
  private final KeyStore keys;
  private final Process process;

  private KeycloakServer(Path home) throws Exception {
    this.home = home;
    this.log = Path.of("target", "keycloak.log");
    this.keys = clientKeys();
    writeRealm();
    if (!Files.exists(home.resolve("built"))) {
      int ended = run("build", "--db=dev-mem", "--health-enabled=true").waitFor();
      if (ended != 0) {
        throw new IOException("building Keycloak ended with " + ended + "; see " + log);
      }
      Files.createFile(home.resolve("built"));
    }
    this.process =
        run(
            "start",
            "--optimized",
            "--cache=local",
            "--import-realm",
            "--http-enabled=true",
            "--hostname-strict=false",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--http-management-port=" + management);
    awaitReady();
  }

  static KeycloakServer start() throws Exception {
    try (var found = Files.list(Path.of("target", "keycloak"))) {
      return new KeycloakServer(found.filter(Files::isDirectory).findFirst().orElseThrow());
    }
  }

  /** The realm's identity as its tokens give it. */
  String issuer() {
    return "http://127.0.0.1:" + port + "/realms/kb";
  }

  /** The private key of the client {@code pkjwt} as PKCS#8 in PEM. */
  String clientKey() throws GeneralSecurityException {
    byte[] der = keys.getKey("client", "changeit".toCharArray()).getEncoded();
    String body = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  /** Ends the process as an operator would; may be called twice. */
  void stop() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private Process run(String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", home.resolve("bin/kc.sh").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx256m");
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }

  private void writeRealm() throws Exception {
    Path imports = Files.createDirectories(home.resolve("data/import"));
    String realm;
    try (var in = KeycloakServer.class.getResourceAsStream("/keycloak/kb-realm.json")) {
      realm = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String certificate =
        Base64.getEncoder().encodeToString(keys.getCertificate("client").getEncoded());
    Files.writeString(
        imports.resolve("kb-realm.json"), realm.replace("@certificate@", certificate));
  }

  private static KeyStore clientKeys() throws Exception {
    Path file = Path.of("target", "keycloak-client.p12");
    Files.deleteIfExists(file);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "client",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=pkjwt",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit")
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    return KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
  }

  /** Looks until the discovery document is there. */
  private void awaitReady() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration")).build();
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      try {
        if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new IOException("Keycloak ended by itself; see " + log, e);
        }
      }
      process.waitFor(200, TimeUnit.MILLISECONDS);
    }
    throw new IOException("Keycloak was not ready after " + START_LIMIT + "; see " + log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
