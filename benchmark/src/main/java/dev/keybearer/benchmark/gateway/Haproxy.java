package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Programs;
import dev.keybearer.benchmark.tool.SignedTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HAProxy on one thread, with what its manual says about bearer tokens: algorithm, issuer,
 * audience, end and signature. It takes the caller's token out, and writes nothing down.
 *
 * @param habit what it does with a token that it has seen before
 */
public record Haproxy(Habit habit) implements Peer {
  /** A verdict is the end of its token, under the SHA-256 of the whole header. */
  private static final String TABLE =
      """
      backend verdicts
        stick-table type binary len 32 size 100k expire 1h store gpt0
      """;

  private static final String RECALL =
      """
        http-request track-sc0 req.hdr(authorization),sha2(256) table verdicts
        http-request set-var(txn.now) date()
        acl known sc0_get_gpt0(verdicts),sub(txn.now) -m int gt 0
      """;

  private static final String REMEMBER =
      """
        http-request sc-set-gpt0(0) var(txn.exp) unless known
      """;

  @Override
  public String words() {
    return habit.words;
  }

  @Override
  public boolean judges() {
    return true;
  }

  @Override
  public @Nullable String missing() {
    return Programs.has("haproxy") ? null : Peer.install("haproxy");
  }

  @Override
  public List<String> command(Scene scene, int port) throws IOException {
    Path file = scene.folder().resolve("haproxy.cfg");
    Files.writeString(file, config(scene, port));
    return List.of(Programs.path("haproxy"), "-db", "-f", file.toString());
  }

  private String config(Scene scene, int port) throws IOException {
    boolean remembers = habit == Habit.REMEMBERS;
    return """
    global
      nbthread 1
      maxconn 4096
    defaults
      mode http
      timeout connect 2s
      timeout client 60s
      timeout server 30s
      http-reuse always
      option forwardfor
    %sfrontend callers
      bind 127.0.0.1:%d
    %s%s%s  http-request del-header Authorization
      default_backend orders
    backend orders
      server upstream 127.0.0.1:%d
    """
        .formatted(
            remembers ? TABLE : "",
            port,
            remembers ? RECALL : "  http-request set-var(txn.now) date()\n",
            checks(scene.pem(), remembers ? "!known" : "TRUE"),
            remembers ? REMEMBER : "",
            scene.upstream());
  }

  /** The same checks for both: one makes them with each call, the other for what is not known. */
  private static String checks(Path key, String when) {
    return """
      http-request set-var(txn.bearer) http_auth_bearer if %1$s
      http-request set-var(txn.alg) var(txn.bearer),jwt_header_query('$.alg') if %1$s
      http-request set-var(txn.iss) var(txn.bearer),jwt_payload_query('$.iss') if %1$s
      http-request set-var(txn.aud) var(txn.bearer),jwt_payload_query('$.aud') if %1$s
      http-request set-var(txn.exp) var(txn.bearer),jwt_payload_query('$.exp','int') if %1$s
      http-request deny deny_status 401 if %1$s !{ var(txn.alg) -m str RS256 }
      http-request deny deny_status 401 if %1$s !{ var(txn.iss) -m str %2$s }
      http-request deny deny_status 401 if %1$s !{ var(txn.aud) -m str %3$s }
      http-request deny deny_status 401 if %1$s !{ var(txn.exp),sub(txn.now) -m int gt 0 }
      http-request deny deny_status 401 if %1$s !{ var(txn.bearer),jwt_verify(txn.alg,"%4$s") 1 }
    """
        .formatted(when, SignedTokens.ISSUER, SignedTokens.AUDIENCE, key);
  }

  /** What it does with a token that it has seen before. */
  public enum Habit {
    /** The same as with any other. */
    VERIFIES("HAProxy, RS256"),
    /** It goes by the verdict that it remembers. */
    REMEMBERS("HAProxy, verdicts cached");

    private final String words;

    Habit(String words) {
      this.words = words;
    }
  }
}
