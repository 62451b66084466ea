package dev.keybearer.token.verification;

import dev.keybearer.token.TimeSource;
import dev.keybearer.token.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Nonces for DPoP proofs (RFC 9449 section 9), so that nobody makes proofs for later. Nothing is
 * remembered: a nonce follows from a key and the time, and whoever shares the key shares the
 * nonces. Safe for use by many threads.
 *
 * <pre>
 *   nonce = BASE64URL(first 16 bytes of HMAC-SHA256(key, "DPoP nonce " number of the minute))
 *   accepted: that of the minute now, that of the one before, and that of the next from
 *             {@code ahead} before it begins, which an instance with a faster clock has given out
 * </pre>
 */
final class Nonces {
  /** A nonce is good for one to two of these. */
  static final Duration STEP = Duration.ofMinutes(1);

  /** 128 bits: nobody guesses one within its life. */
  private static final int LENGTH = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final Secret key;
  private final Duration ahead;
  private final TimeSource time;

  Nonces(Secret key, Duration ahead, TimeSource time) {
    this.key = key;
    this.ahead = ahead;
    this.time = time;
  }

  /** The nonce to give out now. */
  String current() {
    return of(step(now()));
  }

  /** Whether this is a nonce that somebody with our key gave out lately. */
  boolean accepts(@Nullable String nonce) {
    if (nonce == null) {
      return false;
    }
    byte[] given = nonce.getBytes(StandardCharsets.UTF_8);
    long last = step(now() + ahead.toMillis());
    boolean accepted = false;
    for (long step = step(now()) - 1; step <= last; step++) {
      accepted |= MessageDigest.isEqual(given, of(step).getBytes(StandardCharsets.US_ASCII));
    }
    return accepted;
  }

  private long now() {
    return time.wall().toEpochMilli();
  }

  private static long step(long millis) {
    return Math.floorDiv(millis, STEP.toMillis());
  }

  private String of(long step) {
    byte[] input = ("DPoP nonce " + step).getBytes(StandardCharsets.US_ASCII);
    return key.use(
        bytes -> {
          try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            byte[] whole = mac.doFinal(input);
            return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(whole, LENGTH));
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
          }
        });
  }
}
