package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.Departure;
import dev.keybearer.gateway.field.BodyLength;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a request on its way: what has come and has not been sent, and, as long as it is
 * short, what has been sent, in case it has to be sent once more. Owns the buffers it is given.
 * Used by its loop's thread only.
 */
final class RequestBody {
  /** Each takes far more memory than the octet that it may be. */
  private static final int MOST_KEPT_PARTS = 256;

  private final List<ByteBuf> parts = new ArrayList<>(0);
  private int sent;
  private int bound = Integer.MAX_VALUE;
  private long length;
  private boolean whole;
  private boolean wholeSent;
  private boolean endIsWritten;
  private boolean replayable = true;

  /** Takes a part. */
  void add(ByteBuf part) {
    if (!part.isReadable()) {
      part.release();
      return;
    }
    length += part.readableBytes();
    parts.add(part);
  }

  /** Nothing more comes. */
  void end() {
    whole = true;
  }

  /** Whether all of it has come. */
  boolean isWhole() {
    return whole;
  }

  /** Whether all of it has been sent, as far as it goes this time. */
  boolean isSent() {
    return wholeSent;
  }

  /** How many octets have come. */
  long length() {
    return length;
  }

  /** Whether all that has come is still here. */
  boolean isReplayable() {
    return replayable;
  }

  /** Begins anew: what has been sent is to be sent once more, in this request. */
  void rewind(Departure leaving) {
    sent = 0;
    wholeSent = false;
    bound = leaving.bounds().replay();
    endIsWritten = leaving.body() instanceof BodyLength.Chunked;
  }

  /** Sends what has come and was not sent yet. */
  void sendTo(UpstreamConnection upstream) {
    boolean keep = replayable && length <= bound && parts.size() <= MOST_KEPT_PARTS;
    if (!keep) {
      keepNoMore();
    }
    for (; sent < parts.size(); sent++) {
      ByteBuf part = parts.get(sent);
      upstream.write(new DefaultHttpContent(keep ? part.retainedDuplicate() : part));
    }
    if (!keep) {
      parts.clear(); // handed over
      sent = 0;
    }
    if (whole && !wholeSent) {
      wholeSent = true;
      if (endIsWritten) {
        upstream.write(LastHttpContent.EMPTY_LAST_CONTENT);
      }
    }
  }

  /** It is not sent once more. */
  void keepNoMore() {
    List<ByteBuf> kept = parts.subList(0, sent);
    kept.forEach(ByteBuf::release);
    kept.clear();
    sent = 0;
    replayable = false;
  }

  /** It is not sent at all any more. */
  void release() {
    parts.forEach(ByteBuf::release);
    parts.clear();
    sent = 0;
    replayable = false;
  }
}
