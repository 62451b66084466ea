package dev.keybearer.gateway.wire.message;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * The fields of a head over HTTP/2, which the library would put right in silence: it moves pseudo
 * fields to the front, and makes one length of several that are the same. For one head.
 */
public final class FieldsAsTheyCame extends DefaultHttp2Headers {
  private boolean regular;
  private boolean misplaced;

  public FieldsAsTheyCame(int guess) {
    super(false, guess);
  }

  @Override
  public Http2Headers add(CharSequence name, CharSequence value) {
    boolean pseudo = !name.isEmpty() && name.charAt(0) == ':';
    misplaced |= pseudo && regular;
    regular |= !pseudo;
    return super.add(name, value);
  }

  /** Lengths stay as they came. */
  @Override
  public Http2Headers setLong(CharSequence name, long value) {
    return this;
  }

  /** Whether a pseudo field came behind another one (RFC 9113 section 8.3). */
  boolean isMisplaced() {
    return misplaced;
  }
}
