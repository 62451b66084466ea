package dev.keybearer.gateway.wire;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.AsciiString;

/** Reads answers of upstreams. Those to HEAD have no body, whatever their header says. */
final class StrictResponseDecoder extends HttpResponseDecoder {
  private static final int LONGEST_LINE = 8 << 10;
  private static final int LONGEST_HEAD = 64 << 10;
  private static final int CHUNK = 64 << 10;

  private final OneLength oneLength = new OneLength();
  private boolean toHead;

  StrictResponseDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LONGEST_HEAD)
            .setMaxChunkSize(CHUNK)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true)
            .setAllowDuplicateContentLengths(false));
  }

  /** What the next answer is to. */
  void awaits(boolean head) {
    toHead = head;
  }

  /** Whether something came behind the answer that was read last. */
  boolean hasMore() {
    return actualReadableBytes() > 0;
  }

  @Override
  protected HttpMessage createMessage(String[] line) {
    oneLength.reset();
    return super.createMessage(line);
  }

  /** The library takes a line without a colon for a name if there is a blank in it. */
  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    int next = start + length;
    while (next < line.length && (line[next] == ' ' || line[next] == '\t')) {
      next++; // those before a colon are taken out (RFC 9112 section 5.1)
    }
    if (next == line.length || line[next] != ':') {
      throw new IllegalArgumentException("a line without a colon");
    }
    return oneLength.note(super.splitHeaderName(line, start, length));
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return toHead || super.isContentAlwaysEmpty(message);
  }
}
