package dev.keybearer.gateway.wire.message;

import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Makes codecs of HTTP/2 for callers' connections. Each limit is written out: none is left to what
 * the library thinks best. Heads are judged by {@link StreamHead} and not by the codec, which would
 * tell nobody of those that it refuses.
 */
public final class StreamCodec extends Http2FrameCodecBuilder {
  /** What RFC 9113 section 6.5.2 recommends at least, and clients count on. */
  public static final int MOST_STREAMS = 100;

  /** Octets of bodies that may come before somebody takes them: on a stream, and on all. */
  static final int STREAM_WINDOW = 64 << 10;

  public static final int CONNECTION_WINDOW = 256 << 10;

  /** Streams that were reset, by either end, within so many seconds. */
  public static final int MOST_RESETS = 200;

  public static final int RESET_SECONDS = 30;

  /** Pieces of a head that are smaller than they need be. */
  private static final int MOST_SMALL_PIECES = 16;

  /** In a row, with nothing in them. */
  private static final int MOST_EMPTY_FRAMES = 10;

  public StreamCodec(int headSize) {
    DefaultHttp2Connection connection = new DefaultHttp2Connection(true);
    Http2ConnectionEncoder encoder =
        new DefaultHttp2ConnectionEncoder(connection, new DefaultHttp2FrameWriter());
    Http2ConnectionDecoder decoder =
        new DefaultHttp2ConnectionDecoder(
            connection,
            encoder,
            new DefaultHttp2FrameReader(new Fields(headSize), MOST_SMALL_PIECES),
            Http2PromisedRequestVerifier.ALWAYS_VERIFY,
            true,
            true,
            false);
    initialSettings(
        new Http2Settings()
            .maxConcurrentStreams(MOST_STREAMS)
            .initialWindowSize(STREAM_WINDOW)
            .maxHeaderListSize(headSize));
    decoupleCloseAndGoAway(true);
    gracefulShutdownTimeoutMillis(0); // who breaks the rules is not waited for
    decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS);
    decoderEnforceMaxConsecutiveEmptyDataFrames(MOST_EMPTY_FRAMES);
    codec(decoder, encoder);
  }

  /** Keeps what came. */
  private static final class Fields extends DefaultHttp2HeadersDecoder {
    Fields(int size) {
      super(false, size);
    }

    @Override
    protected Http2Headers newHeaders() {
      return new FieldsAsTheyCame(numberOfHeadersGuess());
    }
  }
}
