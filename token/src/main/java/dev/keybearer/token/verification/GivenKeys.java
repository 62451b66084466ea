package dev.keybearer.token.verification;

import dev.keybearer.token.http.JsonText;
import dev.keybearer.token.jose.KeySet;
import dev.keybearer.token.jose.NotKeys;
import dev.keybearer.token.secret.SecretFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Keys that nobody publishes. */
final class GivenKeys {
  /** Nobody can change them but the configuration. */
  private static final Duration FOR_GOOD = Duration.ofDays(365);

  private GivenKeys() {}

  /** Public keys that stand in the configuration. */
  static KeyFetch of(Keys.Given given) {
    KeySet keys;
    try {
      keys = KeySet.given(given.keySet().getBytes(StandardCharsets.UTF_8));
    } catch (NotKeys e) {
      throw new IllegalArgumentException("the key set that was given: " + e.getMessage(), e);
    }
    return () -> new KeyFetch.Fetched(keys, FOR_GOOD);
  }

  /** A shared secret, read anew with every fetch so that a replaced one counts. */
  static KeyFetch of(Keys.Shared shared) {
    return () -> {
      try {
        String secret =
            shared
                .secret()
                .read()
                .use(bytes -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        Map<String, String> key =
            Map.of("kty", "oct", "alg", shared.algorithm().name(), "k", secret);
        byte[] document = JsonText.of(Map.of("keys", List.of(key)));
        return new KeyFetch.Fetched(KeySet.given(document), null);
      } catch (SecretFailure | NotKeys e) {
        throw new KeyFetch.NoKeys("the shared secret: " + e.getMessage());
      }
    };
  }
}
