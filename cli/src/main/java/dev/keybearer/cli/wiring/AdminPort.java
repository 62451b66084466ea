package dev.keybearer.cli.wiring;

import dev.keybearer.cli.config.AdminClient;
import dev.keybearer.cli.config.AdminConfig;
import dev.keybearer.cli.config.Config;
import dev.keybearer.cli.config.HostPort;
import dev.keybearer.cli.config.SecretReference;
import dev.keybearer.cli.config.shape.Uris;
import dev.keybearer.token.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The admin port of the daemon that runs with a config, as a client that the config names. Trusts
 * the very certificate that the config gives the daemon.
 */
public final class AdminPort implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Longer than the daemon waits for an issuer. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI at;
  private final @Nullable Secret secret;
  private final HttpClient client;

  private AdminPort(URI at, @Nullable Secret secret, HttpClient client) {
    this.at = at;
    this.secret = secret;
    this.client = client;
  }

  /**
   * The admin port that a config describes.
   *
   * @param as the name of the client to ask as; or null for the only one that may operate, or for
   *     nobody when the config names none
   * @param at where it is, or null for where the config says
   * @throws WiringFailure when the config does not say as whom to ask, or a secret would travel in
   *     the open
   */
  public static AdminPort of(Config config, @Nullable String as, @Nullable URI at) {
    AdminConfig admin = config.admin();
    Secrecy secrecy = Parts.of(config.vault()).secrecy();
    URI asked = at == null ? uri(admin) : judged(at);
    AdminClient asking = client(admin, as);
    if (asking != null && !isPrivate(asked)) {
      throw new WiringFailure(
          "the secret of a client would go to " + asked + " in the open: " + Uris.ENCRYPT);
    }
    SecretReference shown = asking == null ? null : asking.secret();
    Secret secret = shown == null ? null : secrecy.source(shown).read();
    HttpClient.Builder client =
        HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1);
    if (admin.tls() != null) {
      client.sslContext(trusting(secrecy.source(admin.tls().certificate()).read()));
    }
    return new AdminPort(asked, secret, client.build());
  }

  /** What a person typed. */
  private static URI judged(URI at) {
    boolean web = "http".equals(at.getScheme()) || "https".equals(at.getScheme());
    if (!web || at.getHost() == null || at.getRawUserInfo() != null) {
      throw new WiringFailure(
          "--at takes the address of an admin port, such as http://127.0.0.1:9090");
    }
    return at;
  }

  private static boolean isPrivate(URI at) {
    return "https".equals(at.getScheme()) || Uris.isLoopback(at.getHost());
  }

  private static @Nullable AdminClient client(AdminConfig admin, @Nullable String as) {
    Map<String, AdminClient> clients = admin.clients();
    if (as != null) {
      AdminClient named = clients.get(as);
      if (named == null) {
        throw new WiringFailure(
            "no client of admin is named " + as + "; there is " + words(clients));
      }
      if (named.secret() == null) {
        throw new WiringFailure(
            "client " + as + " is known at admin.socket alone, which hands out tokens only");
      }
      return named;
    }
    List<AdminClient> operators =
        clients.values().stream()
            .filter(client -> client.roles().contains(AdminClient.Role.OPERATE))
            .toList();
    if (!clients.isEmpty() && operators.size() != 1) {
      throw new WiringFailure("say as whom to ask with --as CLIENT; there is " + words(clients));
    }
    return clients.isEmpty() ? null : operators.getFirst();
  }

  private static String words(Map<String, AdminClient> clients) {
    return clients.isEmpty() ? "none" : String.join(", ", clients.keySet());
  }

  /** Whoever listens everywhere is asked on this machine. */
  private static URI uri(AdminConfig admin) {
    HostPort listen = admin.listen();
    String host =
        switch (listen.host()) {
          case "0.0.0.0" -> "127.0.0.1";
          case "[::]" -> "[::1]";
          default -> listen.host();
        };
    String scheme = admin.tls() == null ? "http" : "https";
    return URI.create(scheme + "://" + host + ":" + listen.port());
  }

  private static SSLContext trusting(Secret certificates) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      byte[] pem = certificates.reveal().getBytes(StandardCharsets.US_ASCII);
      int number = 0;
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        store.setCertificateEntry("admin-" + number++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new WiringFailure("cannot use the certificate of admin.tls: it must hold PEM", e);
    }
  }

  /**
   * Asks for something to be done.
   *
   * @throws ConnectException when nobody listens there
   * @throws IOException when who listens there does not answer as an admin port does
   */
  public Answer post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at.resolve(path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (secret != null) {
      request.header("Authorization", "Bearer " + secret.reveal());
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    try {
      return new Answer(response.statusCode(), JSON.readValue(response.body(), MEMBERS));
    } catch (JacksonException e) {
      throw new IOException("what answers there is no admin port", e);
    }
  }

  /** Where it is. */
  @Override
  public String toString() {
    return at.toString();
  }

  @Override
  public void close() {
    client.close();
  }

  /** What the daemon said. */
  public record Answer(int status, Map<String, Object> members) {
    /** Whether it was done, or at least begun. */
    public boolean isDone() {
      return status < 300;
    }

    /** Why not, for a person. */
    public String reason() {
      return String.valueOf(members.getOrDefault("reason", "status " + status));
    }
  }
}
