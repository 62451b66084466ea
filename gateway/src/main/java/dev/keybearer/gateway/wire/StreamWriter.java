package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.wire.message.AnswerHead;
import dev.keybearer.gateway.wire.message.Heads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.AsciiString;
import java.util.Set;

/**
 * Writes an answer, in the form that HTTP/1.1 has, on a stream. One to a stream, used by its loop's
 * thread only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // that a write failed is learnt from the end
final class StreamWriter {
  /** RFC 9113 section 8.2.2. */
  private static final Set<AsciiString> OF_CONNECTION =
      Set.of(
          AsciiString.cached("connection"),
          AsciiString.cached("keep-alive"),
          AsciiString.cached("proxy-connection"),
          AsciiString.cached("transfer-encoding"),
          AsciiString.cached("upgrade"));

  /** As a hint: others make room for more. */
  private static final int USUAL_FIELDS = 16;

  private final Channel channel;
  private final ChannelFutureListener ended;
  private boolean bodiless;

  /**
   * A writer.
   *
   * @param ended is told when the whole answer has left
   */
  StreamWriter(Channel channel, ChannelFutureListener ended) {
    this.channel = channel;
    this.ended = ended;
  }

  void write(Object part) {
    switch (part) {
      case AnswerHead head -> {
        bodiless = Heads.isBodiless(head.status());
        write(new DefaultHttp2HeadersFrame(headers(head)), false);
      }
      case HttpContent content -> write(content);
      default -> throw new IllegalStateException("neither a head nor a body: " + part.getClass());
    }
  }

  private void write(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    HttpHeaders trailers = content instanceof LastHttpContent end ? end.trailingHeaders() : null;
    boolean more = trailers != null && !trailers.isEmpty();
    ByteBuf octets = content.content();
    if (bodiless || !octets.isReadable()) {
      content.release();
      octets = Unpooled.EMPTY_BUFFER;
    }
    if (octets.isReadable() || (last && !more)) {
      write(new DefaultHttp2DataFrame(octets, last && !more), last && !more);
    }
    if (trailers != null && more) {
      write(new DefaultHttp2HeadersFrame(fields(trailers), true), true);
    }
  }

  private void write(Http2StreamFrame frame, boolean end) {
    // Not with a void promise: a failure of each would be told to the stream, which is gone then.
    ChannelFuture written = channel.write(frame);
    if (end) {
      written.addListener(ended);
    }
  }

  private static Http2Headers headers(AnswerHead head) {
    Http2Headers fields = new DefaultHttp2Headers(false, USUAL_FIELDS);
    fields.status(HttpResponseStatus.valueOf(head.status()).codeAsText());
    head.forEach((name, value) -> add(fields, name, value));
    return fields;
  }

  private static Http2Headers fields(HttpHeaders from) {
    Http2Headers fields = new DefaultHttp2Headers(false, from.size());
    from.forEach(field -> add(fields, AsciiString.of(field.getKey()), field.getValue()));
    return fields;
  }

  private static void add(Http2Headers fields, AsciiString name, CharSequence value) {
    AsciiString lower = name.toLowerCase();
    if (!OF_CONNECTION.contains(lower)) {
      fields.add(lower, value);
    }
  }
}
