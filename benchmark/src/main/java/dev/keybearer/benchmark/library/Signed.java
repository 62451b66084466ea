package dev.keybearer.benchmark.library;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.keybearer.benchmark.tool.Canned;
import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A token as issuers sign them, some 700 characters with an RSA signature, and what checks it.
 *
 * @param text of the token
 * @param key public half of the key it was signed with
 * @param jwk the same as the JSON of a key
 */
record Signed(String text, PublicKey key, String jwk) {
  static final String ISSUER = "https://sso.example.com/realms/corp";
  static final String AUDIENCE = "orders-api";
  static final String KEY_ID = "2026-11-20T00-primary";

  /** A token signed with this algorithm, in a JVM whose signatures are checked by this crypto. */
  static Signed with(String algorithm, String crypto) {
    Algorithm chosen = Algorithm.parse(algorithm).orElseThrow();
    SigningKey key = SigningKey.generate(KEY_ID, chosen);
    String header =
        "{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(algorithm, KEY_ID);
    Signed signed = new Signed(Jws.sign(key, header, claims()), key.publicKey(), json(key.jwk()));
    if (crypto.equals("corretto")) {
      AmazonCorrettoCryptoProvider.install();
      AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
    } else {
      System.setProperty("keybearer.crypto", "platform");
    }
    return signed;
  }

  private static String claims() {
    long now = Instant.now().getEpochSecond();
    return """
    {"iss":"%s","sub":"7f3c2a90-55d1-4d1e-9a53-0f7d5a0c6c1b","aud":"%s","client_id":"analytics-batch",\
    "iat":%d,"exp":%d,"jti":"c0a8b3de-9f6b-4a9c-8f64-6d4f3e1f7a11",\
    "scope":"analytics:reports:read orders:read orders:write"}\
    """
        .formatted(ISSUER, AUDIENCE, now, now + Canned.LIFE.toSeconds());
  }

  private static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
