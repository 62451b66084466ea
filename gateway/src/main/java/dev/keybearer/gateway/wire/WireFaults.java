package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.WireFault;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What the codec found wrong, in our words. */
final class WireFaults {
  /** More than any client sends (G9). */
  private static final int MOST_FIELDS = 100;

  private WireFaults() {}

  /** What is wrong with a head, or null. */
  static @Nullable WireFault of(HttpRequest head) {
    if (head.decoderResult().isFailure()) {
      return of(head.decoderResult().cause());
    }
    HttpVersion version = head.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return WireFault.VERSION;
    }
    if (isLengthUntold(head)) {
      return WireFault.FRAMING;
    }
    return head.headers().size() > MOST_FIELDS ? WireFault.LONG_HEADER : null;
  }

  /** Drafts of WebSocket had a body of eight octets without saying so, and the codec reads it. */
  private static boolean isLengthUntold(HttpRequest head) {
    return !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        && HttpUtil.getContentLength(head, -1L) >= 0;
  }

  /** What the codec threw. */
  static WireFault of(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> WireFault.LONG_TARGET;
      case TooLongHttpHeaderException _ -> WireFault.LONG_HEADER;
      default -> WireFault.FRAMING;
    };
  }
}
