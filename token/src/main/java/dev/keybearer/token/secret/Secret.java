package dev.keybearer.token.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Bytes that are never printed, logged, serialised or compared with {@code equals}.
 *
 * <p>Immutable until {@link #close()} wipes it; safe for use by many threads.
 */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A secret holding the UTF-8 form of a text. */
  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A secret holding a copy of the bytes. */
  public static Secret of(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /** Hands a copy of the bytes to a use that needs them; the copy is wiped when the use returns. */
  public <T> T use(Function<byte[], T> use) {
    byte[] copy = bytes.clone();
    try {
      return use.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /** The secret as text, for the one place that puts it on the wire. */
  public String reveal() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Whether both hold the same bytes, decided in time that does not depend on where they differ.
   */
  public boolean matches(Secret other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Wipes the bytes; every later use sees zeros. */
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  /** Always the same mask. */
  @Override
  public String toString() {
    return "Secret[***]";
  }
}
