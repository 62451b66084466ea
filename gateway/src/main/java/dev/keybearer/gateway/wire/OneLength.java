package dev.keybearer.gateway.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;

/**
 * Refuses a second {@code Content-Length} in a head: of several that come with HTTP/1.0 the library
 * takes the first in silence. Used by its loop's thread only.
 */
final class OneLength {
  private int seen;

  /** Another head begins. */
  void reset() {
    seen = 0;
  }

  /** A field of this name has come. */
  AsciiString note(AsciiString name) {
    if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name) && ++seen > 1) {
      throw new IllegalArgumentException("several lengths");
    }
    return name;
  }
}
