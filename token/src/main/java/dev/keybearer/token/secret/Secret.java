package dev.keybearer.token.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Bytes that are never printed, logged, serialised or compared with {@code equals}.
 *
 * <p>Two secrets are equal only when they are the same object: {@code equals} would take time that
 * tells where contents differ, and a hash code is a fingerprint without a key. Use {@link
 * #matches}. Immutable until {@link #close()} wipes it; safe for use by many threads.
 */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private volatile boolean wiped;

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

  /** A secret of 32 bytes that nobody knows. */
  public static Secret random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new Secret(bytes);
  }

  /** Hands a copy of the bytes to a use that needs them; the copy is wiped when the use returns. */
  public <T> T use(Function<byte[], T> use) {
    byte[] copy = unwiped().clone();
    try {
      return use.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /** The secret as text, for the one place that puts it on the wire. */
  public String reveal() {
    return new String(unwiped(), StandardCharsets.UTF_8);
  }

  /**
   * Whether both hold the same bytes, decided in time that does not depend on where they differ.
   */
  public boolean matches(Secret other) {
    return MessageDigest.isEqual(unwiped(), other.unwiped());
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Wipes the bytes; may be called twice, and every later use is an error. */
  @Override
  public void close() {
    wiped = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /** Always the same mask. */
  @Override
  public String toString() {
    return "Secret[***]";
  }

  /**
   * Zeros that go out in the place of a secret would look like a wrong secret to the other side.
   */
  private byte[] unwiped() {
    if (wiped) {
      throw new IllegalStateException("this secret was wiped: read it again from its source");
    }
    return bytes;
  }
}
