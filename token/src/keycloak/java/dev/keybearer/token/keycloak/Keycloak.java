package dev.keybearer.token.keycloak;

import dev.keybearer.token.Issuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Keycloak with the realm {@code kb}, on a free port of this machine. What the build
 * unpacked is prepared once and started once for all tests; it forgets everything when it stops.
 */
public final class Keycloak implements AutoCloseable {
  /** Preparing takes 20 s and starting 10 s on two idle cores; a busy machine may need more. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration GLANCE = Duration.ofMillis(200);

  private final Path home;
  private final ClientKey clientKey;
  private final int port;
  private @Nullable Process server;

  private Keycloak(Path home, ClientKey clientKey, int port) {
    this.home = home;
    this.clientKey = clientKey;
    this.port = port;
  }

  /** Prepares what the build unpacked, if that has not been done; nothing is started yet. */
  static Keycloak prepared(Path home) {
    if (!Files.exists(home.resolve("bin/kc.sh"))) {
      throw new AssertionError(
          "no Keycloak is in " + home + ": run mvn -pl token -am verify first");
    }
    ClientKey clientKey = ClientKey.create(home.resolve("data"));
    Keycloak keycloak = new Keycloak(home, clientKey, freePort());
    try {
      keycloak.importRealm();
      keycloak.build();
      return keycloak;
    } catch (IOException e) {
      throw new AssertionError("preparing Keycloak in " + home + " failed", e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError("this machine has no free port", e);
    }
  }

  private void importRealm() throws IOException {
    try (var realm = Keycloak.class.getResourceAsStream("/keycloak/kb-realm.json")) {
      if (realm == null) {
        throw new AssertionError("the realm is missing from the test resources");
      }
      String text = new String(realm.readAllBytes(), StandardCharsets.UTF_8);
      Path folder = Files.createDirectories(home.resolve("data/import"));
      Files.writeString(
          folder.resolve("kb-realm.json"), text.replace("@certificate@", clientKey.certificate()));
    }
  }

  private void build() throws IOException {
    Path done = home.resolve("prepared");
    if (Files.exists(done)) {
      return;
    }
    Process build = run("build", "--db=dev-mem");
    if (!ends(build, PATIENCE) || build.exitValue() != 0) {
      build.destroyForcibly();
      throw new AssertionError("kc.sh build failed: see " + log());
    }
    Files.createFile(done);
  }

  /** Starts it, if it does not run, and waits until the realm answers. */
  void start() {
    if (server != null) {
      return;
    }
    try {
      Process starting =
          run(
              "start",
              "--optimized",
              "--import-realm",
              "--cache=local",
              "--http-enabled=true",
              "--hostname-strict=false",
              "--http-host=127.0.0.1",
              "--http-port=" + port);
      server = starting;
      // A run that is killed must not leave a server behind.
      Runtime.getRuntime().addShutdownHook(new Thread(starting::destroy));
      awaitRealm(starting);
    } catch (IOException e) {
      throw new AssertionError("starting Keycloak failed", e);
    }
  }

  private void awaitRealm(Process starting) {
    URI discovery = URI.create(realm() + "/.well-known/openid-configuration");
    Wire wire = new Wire();
    for (long waited = 0; waited < PATIENCE.toMillis(); waited += GLANCE.toMillis()) {
      if (ends(starting, GLANCE)) {
        throw new AssertionError("Keycloak ended while starting: see " + log());
      }
      if (wire.status(discovery) == 200) {
        return;
      }
    }
    throw new AssertionError("Keycloak did not start within " + PATIENCE + ": see " + log());
  }

  private Process run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/kc.sh").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", Admin.NAME);
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", Admin.PASSWORD);
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx256m");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    return builder.start();
  }

  private static boolean ends(Process process, Duration within) {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private Path log() {
    return home.resolveSibling("keycloak.log");
  }

  /** Where the realm is; the same after another start. */
  public URI realm() {
    return URI.create("http://127.0.0.1:" + port + "/realms/kb");
  }

  /** Somebody who changes the realm. */
  public Admin admin() {
    return new Admin(URI.create("http://127.0.0.1:" + port));
  }

  /** The realm as a user of the library names it. */
  Issuer issuer() {
    return Issuer.oidc(realm().toString());
  }

  /** The key whose certificate the client {@code pkjwt} has registered. */
  PrivateKey clientKey() {
    return clientKey.key();
  }

  /** Ends it and forgets all it knew. */
  public void stop() {
    Process running = server;
    server = null;
    if (running == null) {
      return;
    }
    running.destroy();
    if (!ends(running, Duration.ofSeconds(30))) {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
