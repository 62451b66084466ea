package dev.keybearer.stream.live;

import dev.keybearer.stream.StreamFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a connection, or an attempt at one, ended.
 *
 * @param retryAt before which nothing should be tried, null when nobody said
 */
record Death(Kind kind, String reason, @Nullable Integer code, @Nullable Instant retryAt) {
  Death(Kind kind, String reason, @Nullable Integer code) {
    this(kind, reason, code, null);
  }

  static Death silent(String reason) {
    return new Death(Kind.SILENT, reason, null);
  }

  /** What a close says. */
  static Death closed(int code, String reason) {
    Kind kind =
        switch (code) {
          case 1008, 4401, 3000 -> Kind.UNAUTHENTICATED;
          case 4403, 3003 -> Kind.FORBIDDEN;
          case 1011, 1013 -> Kind.BROKEN;
          default -> Kind.CLOSED;
        };
    return new Death(kind, reason.isEmpty() ? "closed with " + code : reason, code);
  }

  /** What follows of it. */
  enum Kind {
    /** The provider closed, or the network did. */
    CLOSED,
    /** It no longer answers, or no longer brings what another does. */
    SILENT,
    /** The provider cannot go on: not asked again at once. */
    BROKEN,
    /** The token is not taken: it is renewed once. */
    UNAUTHENTICATED,
    /** The token may not listen: suspended. */
    FORBIDDEN,
    /** No token can be had: suspended. */
    CREDENTIAL,
    /** What it hung on is gone. */
    GONE,
    /** Too many connections. */
    CROWDED,
    /** The position is not kept any more, and that is not accepted: suspended. */
    CURSOR_EXPIRED
  }

  /** The same in the words of whoever plans streams. */
  StreamFailure.Kind failure() {
    return switch (kind) {
      case CLOSED, SILENT, BROKEN -> StreamFailure.Kind.UNAVAILABLE;
      case UNAUTHENTICATED -> StreamFailure.Kind.UNAUTHENTICATED;
      case FORBIDDEN -> StreamFailure.Kind.FORBIDDEN;
      case CREDENTIAL -> StreamFailure.Kind.CREDENTIAL;
      case GONE -> StreamFailure.Kind.GONE;
      case CROWDED -> StreamFailure.Kind.CROWDED;
      case CURSOR_EXPIRED -> StreamFailure.Kind.CURSOR_EXPIRED;
    };
  }

  /** Whether only a slow check follows. */
  boolean suspends() {
    return kind == Kind.FORBIDDEN || kind == Kind.CREDENTIAL || kind == Kind.CURSOR_EXPIRED;
  }
}
