package dev.keybearer.benchmark.tool;

import dev.keybearer.token.Credential;
import dev.keybearer.token.Endpoints;
import dev.keybearer.token.Issuer;
import dev.keybearer.token.Limits;
import dev.keybearer.token.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.stream.IntStream;

/** Many client credentials of one issuer. */
public final class Fleet {
  /** What every client proves itself with. */
  public static final String SECRET = "s3cret";

  /** No pace but the machine's own. */
  private static final Limits UNLIMITED = new Limits(1_000_000, Duration.ofNanos(1_000));

  private Fleet() {}

  /** The client id of a number. */
  public static String client(int number) {
    return "client-" + number;
  }

  /** The issuer at this address, asked as fast as it answers. */
  public static Issuer issuer(URI token) {
    return Issuer.oauth2(Endpoints.of(token)).withLimits(UNLIMITED);
  }

  /** So many credentials, each a client of its own. */
  public static Credential[] of(Issuer issuer, int size) {
    return IntStream.range(0, size)
        .mapToObj(number -> Credential.clientCredentials(issuer, client(number), Fleet::secret))
        .map(credential -> credential.withLimits(UNLIMITED))
        .toArray(Credential[]::new);
  }

  private static Secret secret() {
    return Secret.of(SECRET);
  }
}
