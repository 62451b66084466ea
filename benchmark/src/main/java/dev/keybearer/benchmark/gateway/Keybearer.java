package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Fleet;
import dev.keybearer.benchmark.tool.Programs;
import dev.keybearer.benchmark.tool.SelfSigned;
import dev.keybearer.benchmark.tool.SignedTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The daemon as its users start it, with {@code keybearer serve}; everything is switched on that
 * one process has.
 *
 * @param words what it is called in tables
 * @param options of its JVM
 * @param outside where its issuer and upstreams are
 * @param most calls a second from one address
 * @param identity what it shows to its callers, or null where they come without TLS
 */
public record Keybearer(
    String words, String options, Outside outside, int most, @Nullable SelfSigned identity)
    implements Peer {
  private static final int MORE_THAN_COME = 100_000;

  /** A daemon whose callers come without TLS, and as often as they like. */
  public Keybearer(String words, String options, Outside outside) {
    this(words, options, outside, MORE_THAN_COME, null);
  }

  @Override
  public boolean judges() {
    return true;
  }

  @Override
  public @Nullable String missing() {
    return null;
  }

  @Override
  public List<String> command(Scene scene, int port) throws IOException {
    Path config = scene.folder().resolve("keybearer.yaml");
    Files.writeString(config, config(port, "10s"));
    return List.of(
        Programs.path("env"),
        "JAVA_HOME=" + System.getProperty("java.home"),
        "KEYBEARER_JAVA_OPTIONS=" + options,
        Path.of("keybearer").toAbsolutePath().toString(),
        "serve",
        "-c",
        config.toString());
  }

  /** Its config; a change of the patience changes nothing for callers. */
  public String config(int port, String patience) {
    return """
    issuers:
      corp: { kind: oauth2, issuer: "%1$s", token-endpoint: "%2$s", jwks-uri: "%3$s", audiences: [%4$s] }
    credentials:
      orders: { issuer: corp, grant: client-credentials, client-id: orders, client-secret: "exec:echo %5$s" }
    gateway:
      listen: 127.0.0.1:%6$d
    %12$s
      rates: { calls-per-address: %13$d/s, calls-per-subject: 100000/s }
      upstreams:
        orders: { url: "http://127.0.0.1:%7$d" }
        faulty: { url: "http://127.0.0.1:%8$d", connections: 1000, answer-timeout: 2s, idle-timeout: 5s }
        slow: { url: "http://localhost:%8$d", connections: 1000, answer-timeout: 2s, idle-timeout: 5s }
      routes:
        - { path: /orders/**, methods: [GET], accept: { issuer: corp, scopes: ["%9$s"] }, upstream: orders, credential: orders, patience: %10$s }
        - { path: /faulty/**, methods: [GET], accept: { issuer: corp, scopes: ["%9$s"] }, upstream: faulty, credential: orders }
        - { path: /slow/**, methods: [GET, POST], accept: { issuer: corp, scopes: ["%9$s"] }, upstream: slow, credential: orders }
    admin: { listen: 127.0.0.1:%11$d }
    log: { entries: /dev/null, access: /dev/null, security: /dev/null }
    """
        .formatted(
            outside.issuer(),
            outside.tokens(),
            outside.keys(),
            SignedTokens.AUDIENCE,
            Fleet.SECRET,
            port,
            outside.upstream(),
            outside.faulty(),
            SignedTokens.SCOPE,
            patience,
            outside.admin(),
            tls(),
            most);
  }

  private String tls() {
    return identity == null
        ? ""
        : "  tls: { http2: true, certificates: [{ certificate: \"file:%s\", private-key: \"file:%s\" }] }"
            .formatted(identity.certificate(), identity.key());
  }

  /**
   * Where everything is.
   *
   * @param issuer its identity
   * @param tokens its token endpoint
   * @param keys its keys
   * @param upstream port of the upstream
   * @param faulty port of one that does not work as it should
   * @param admin port that the daemon is asked at
   */
  public record Outside(
      String issuer, String tokens, String keys, int upstream, int faulty, int admin) {
    /** Of a scene, whose issuer always says the same. */
    public static Outside of(Scene scene, int faulty) throws IOException {
      String issuer = scene.issuer().greeting();
      return new Outside(
          SignedTokens.ISSUER,
          issuer + "token",
          issuer + "keys",
          scene.upstream(),
          faulty,
          PeerProcess.free());
    }
  }
}
