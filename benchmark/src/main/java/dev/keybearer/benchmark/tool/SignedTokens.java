package dev.keybearer.benchmark.tool;

import dev.keybearer.simulator.jose.Algorithm;
import dev.keybearer.simulator.jose.Jws;
import dev.keybearer.simulator.jose.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tokens of one issuer, signed with RS256, each of another subject.
 *
 * @param keys the issuer's, as JSON
 */
public record SignedTokens(String keys, List<String> texts) {
  public static final String ISSUER = "https://sso.example.com/realms/corp";
  public static final String AUDIENCE = "orders-api";
  public static final String SCOPE = "orders:read";

  public static final String KEY_ID = "2026-11-20T00-primary";

  /** Signs so many. */
  public static SignedTokens sign(int count) {
    SigningKey key = SigningKey.generate(KEY_ID, Algorithm.parse("RS256").orElseThrow());
    String header = "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + KEY_ID + "\"}";
    String jwk =
        key.jwk().entrySet().stream()
            .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
            .collect(Collectors.joining(",", "{", "}"));
    return new SignedTokens(
        "{\"keys\":[" + jwk + "]}",
        IntStream.range(0, count)
            .mapToObj(number -> Jws.sign(key, header, claims(number)))
            .toList());
  }

  private static String claims(int number) {
    long now = Instant.now().getEpochSecond();
    return """
    {"iss":"%s","sub":"7f3c2a90-55d1-4d1e-9a53-%012d","aud":"%s","client_id":"analytics-batch",\
    "iat":%d,"exp":%d,"jti":"c0a8b3de-9f6b-4a9c-8f64-%012d",\
    "scope":"analytics:reports:read orders:read orders:write"}\
    """
        .formatted(ISSUER, number, AUDIENCE, now, now + Canned.LIFE.toSeconds(), number);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SignedTokens read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return new SignedTokens(lines.getFirst(), lines.subList(1, lines.size()));
  }

  /** Writes them for other processes, which all get the same. */
  public void writeTo(Path file) throws IOException {
    Files.write(file, Stream.concat(Stream.of(keys), texts.stream()).toList());
  }

  /** The public key as PEM. */
  public String pem() {
    RSAPublicKeySpec spec = new RSAPublicKeySpec(number("n"), number("e"));
    try {
      byte[] form = KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
      byte[] line = {'\n'};
      return "-----BEGIN PUBLIC KEY-----\n"
          + Base64.getMimeEncoder(64, line).encodeToString(form)
          + "\n-----END PUBLIC KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of ours is none", e);
    }
  }

  private BigInteger number(String member) {
    String before = "\"" + member + "\":\"";
    int at = keys.indexOf(before) + before.length();
    String text = keys.substring(at, keys.indexOf('"', at));
    return new BigInteger(1, Base64.getUrlDecoder().decode(text));
  }

  /** A token that looks like the first and was signed by nobody. */
  public String forged() {
    String text = texts.getFirst();
    int at = text.lastIndexOf('.') + 2; // all bits of this character count
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  /** How many there are, and nothing of them. */
  @Override
  public String toString() {
    return "SignedTokens[" + texts.size() + "]";
  }
}
