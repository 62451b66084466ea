package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Programs;
import dev.keybearer.benchmark.tool.SignedTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Apache with mod_auth_openidc as a resource server, which checks signature, times, issuer and
 * audience of each token by a key that is given.
 */
public record Apache() implements Peer {
  private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
  private static final String OPENIDC = "auth_openidc";

  /** One process with a thread for each caller and some to spare. */
  private static final String THREADS =
      """
      StartServers 1
      ServerLimit 1
      ThreadLimit 192
      ThreadsPerChild 192
      MaxRequestWorkers 192
      MinSpareThreads 1
      MaxSpareThreads 192
      KeepAlive On
      MaxKeepAliveRequests 0
      KeepAliveTimeout 60
      """;

  @Override
  public String words() {
    return "Apache, mod_auth_openidc";
  }

  @Override
  public boolean judges() {
    return true;
  }

  @Override
  public @Nullable String missing() {
    boolean there = Programs.has("apache2") && Files.exists(file(OPENIDC));
    return there ? null : Peer.install("apache2", "libapache2-mod-auth-openidc");
  }

  @Override
  public List<String> command(Scene scene, int port) throws IOException {
    Path folder = Files.createDirectories(scene.folder().resolve("apache"));
    Path file = Files.writeString(folder.resolve("apache.conf"), config(scene, folder, port));
    return List.of(
        Programs.path("apache2"), "-DFOREGROUND", "-d", folder.toString(), "-f", file.toString());
  }

  private static String config(Scene scene, Path folder, int port) throws IOException {
    return modules()
        + THREADS
        + """
        ServerName localhost
        Listen 127.0.0.1:%2$d
        PidFile %1$s/pid
        DefaultRuntimeDir %1$s
        ErrorLog /dev/stderr
        LogLevel error
        %6$s
        OIDCCryptoPassphrase 4711
        OIDCOAuthVerifyCertFiles %3$s#%4$s
        OIDCOAuthRemoteUserClaim sub
        OIDCPassClaimsAs none
        <Location "/">
          AuthType oauth20
          <RequireAll>
            Require claim iss:%5$s
            Require claim aud:%7$s
          </RequireAll>
          RequestHeader unset Authorization
          ProxyPass "http://127.0.0.1:%8$d/"
        </Location>
        """
            .formatted(
                folder,
                port,
                SignedTokens.KEY_ID,
                scene.pem(),
                SignedTokens.ISSUER,
                user(),
                SignedTokens.AUDIENCE,
                scene.upstream());
  }

  private static String modules() {
    return Stream.of(
            "mpm_event",
            "authn_core",
            "authz_core",
            "authz_user",
            "headers",
            "proxy",
            "proxy_http",
            OPENIDC)
        .filter(module -> Files.exists(file(module)))
        .map(module -> "LoadModule " + module + "_module " + file(module) + "\n")
        .collect(Collectors.joining());
  }

  private static Path file(String module) {
    return MODULES.resolve("mod_" + module + ".so");
  }

  /** It does not work as root. */
  private static String user() {
    boolean root = System.getProperty("user.name").equals("root");
    return root ? "User www-data\nGroup www-data" : "";
  }
}
