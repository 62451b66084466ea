package dev.keybearer.token.verification;

import dev.keybearer.token.jose.Compact;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Digests tokens without leaving garbage: a few workspaces lie in slots, whoever finds its slot
 * empty makes another. Never waits. Safe for use by many threads, virtual ones too.
 */
final class Digester {
  private static final int LENGTH = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final AtomicReferenceArray<@Nullable Workspace> slots;

  Digester() {
    int processors = Runtime.getRuntime().availableProcessors();
    this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(processors) * 4);
  }

  /** The digest, or null when it is too long or not ASCII, and so no token. */
  @Nullable Digest of(String token) {
    int length = token.length();
    if (length > Compact.LONGEST) {
      return null;
    }
    int slot = (int) Thread.currentThread().getId() & (slots.length() - 1);
    Workspace found = slots.getAndSet(slot, null);
    Workspace workspace = found == null ? new Workspace() : found;
    try {
      return workspace.digest(token, length);
    } finally {
      slots.lazySet(slot, workspace);
    }
  }

  private static final class Workspace {
    private final char[] chars = new char[Compact.LONGEST];
    private final byte[] bytes = new byte[Compact.LONGEST];
    private final byte[] digest = new byte[LENGTH];
    private final MessageDigest sha = Sha256.fresh();

    @Nullable Digest digest(String token, int length) {
      if (!isAscii(token, length)) {
        return null; // another token would have the same bytes
      }
      copy(token, length);
      sha.update(bytes, 0, length);
      try {
        sha.digest(digest, 0, LENGTH);
      } catch (DigestException e) {
        throw new IllegalStateException("a SHA-256 has 32 bytes", e);
      }
      return new Digest(read(0), read(1), read(2), read(3));
    }

    /** Over an array: one look at the form of the string instead of one for each character. */
    private boolean isAscii(String token, int length) {
      char[] copied = chars;
      token.getChars(0, length, copied, 0);
      int all = 0;
      for (int i = 0; i < length; i++) {
        all |= copied[i];
      }
      return all < 0x80;
    }

    @SuppressWarnings(
        "deprecation") // it drops upper bytes, of which there are none, and no garbage
    private void copy(String token, int length) {
      token.getBytes(0, length, bytes, 0);
    }

    private long read(int index) {
      return (long) LONG.get(digest, index * Long.BYTES);
    }
  }
}
