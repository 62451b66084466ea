package dev.keybearer.token;

import dev.keybearer.token.secret.Secret;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Names tokens by a keyed hash (H4). Safe for use by many threads. */
public final class Fingerprinter {
  /** 128 bits: no two tokens of a lifetime share a name. */
  private static final int LENGTH = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** Names with this key: the same key gives the same names in another process. */
  public Fingerprinter(Secret key) {
    this.key = key.use(bytes -> new SecretKeySpec(bytes, ALGORITHM));
  }

  /** The name of a token. */
  public Fingerprint of(Secret token) {
    byte[] hash = token.use(this::hash);
    return new Fingerprint(HexFormat.of().formatHex(Arrays.copyOf(hash, LENGTH)));
  }

  private byte[] hash(byte[] token) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(token);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
