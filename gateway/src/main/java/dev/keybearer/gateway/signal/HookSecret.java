package dev.keybearer.gateway.signal;

import dev.keybearer.token.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What signals to an endpoint are signed with, in the symmetric form of Standard Webhooks 1.0.
 *
 * <pre>
 *   whsec_ + base64 of 24 to 64 octets
 *   signature: "v1," + base64(HMAC-SHA256(octets, id "." timestamp "." body))
 * </pre>
 */
public final class HookSecret {
  static final int SHORTEST = 24;
  static final int LONGEST = 64;

  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final Secret key;

  private HookSecret(Secret key) {
    this.key = key;
  }

  /**
   * Reads a secret; its prefix may be missing.
   *
   * @throws IllegalArgumentException when it is none, saying how one is made and not what it is
   */
  public static HookSecret parse(Secret text) {
    byte[] key = octets(text.reveal().strip());
    if (key.length < SHORTEST || key.length > LONGEST) {
      throw new IllegalArgumentException(
          "a secret of webhooks has " + SHORTEST + " to " + LONGEST + " octets: " + howTo());
    }
    Secret kept = Secret.of(key);
    Arrays.fill(key, (byte) 0);
    return new HookSecret(kept);
  }

  private static byte[] octets(String text) {
    String base64 = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Without the cause, which quotes what it read.
      throw new IllegalArgumentException("a secret of webhooks is base64: " + howTo());
    }
  }

  private static String howTo() {
    return "make one with echo whsec_$(openssl rand -base64 32)";
  }

  /** The signature of a message. */
  String sign(String id, long timestamp, byte[] body) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] signed = key.use(octets -> mac(octets, head, body));
    return "v1," + Base64.getEncoder().encodeToString(signed);
  }

  private static byte[] mac(byte[] octets, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(octets, ALGORITHM));
      mac.update(head);
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** Always the same mask. */
  @Override
  public String toString() {
    return "HookSecret[***]";
  }
}
