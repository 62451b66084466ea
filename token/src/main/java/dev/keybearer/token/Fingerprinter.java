package dev.keybearer.token;

import dev.keybearer.token.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Names tokens by a keyed hash (H4). Safe for use by many threads. */
public final class Fingerprinter {
  /** 128 bits: no two tokens of a lifetime share a name. */
  private static final int LENGTH = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** Ready for the next name, and taken while one is made: looking a new one up takes longer. */
  private final AtomicReference<@Nullable Mac> spare = new AtomicReference<>();

  /** Names with this key: the same key gives the same names in another process. */
  public Fingerprinter(Secret key) {
    this.key = key.use(bytes -> new SecretKeySpec(bytes, ALGORITHM));
  }

  /** The name of a token. */
  public Fingerprint of(Secret token) {
    return token.use(this::name);
  }

  /** The name of a token that is there as a text anyway, which nobody can wipe. */
  public Fingerprint of(String token) {
    return name(token.getBytes(StandardCharsets.UTF_8));
  }

  private Fingerprint name(byte[] token) {
    return new Fingerprint(HexFormat.of().formatHex(hash(token), 0, LENGTH));
  }

  private byte[] hash(byte[] token) {
    Mac found = spare.getAndSet(null);
    Mac mac = found == null ? fresh() : found;
    byte[] hash = mac.doFinal(token);
    spare.set(mac);
    return hash;
  }

  private Mac fresh() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
