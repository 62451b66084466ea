package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.exchange.WireFault;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/**
 * Closes connections on which a caller begins a second handshake: renegotiating costs the caller
 * nothing and this end a signature each time, and could change who is at the other end. The
 * platform would take part in it. Used by its loop's thread only.
 *
 * <pre>
 *   record   type 1 octet · version 2 octets · length 2 octets · content        RFC 8446 section 5.1
 *            20 the cipher changes · 22 handshake · 23 data, and in TLS 1.3 all that is encrypted
 *
 *   TLS 1.2  22 … 20 22 | 23 …       after the cipher changed: Finished, and no handshake again
 *   TLS 1.3  22 20 22 23 …           a second hello at most, when the first is sent back
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // that an end failed is learnt from the end
final class OneHandshake extends ChannelInboundHandlerAdapter {
  private static final int CIPHER_CHANGES = 20;
  private static final int HANDSHAKE = 22;
  private static final int HEAD = 5;

  private final Consumer<WireFault> refused;
  private boolean changed;
  private boolean over;
  private int headOctets;
  private int length;
  private int rest;

  /**
   * Watches one connection.
   *
   * @param refused is told of a second handshake
   */
  OneHandshake(Consumer<WireFault> refused) {
    this.refused = refused;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf octets = (ByteBuf) message;
    if (look(octets)) {
      context.fireChannelRead(octets);
      return;
    }
    octets.release();
    refused.accept(WireFault.HANDSHAKE);
    context.close();
  }

  /** Follows the records; whether none of them begins a second handshake. */
  private boolean look(ByteBuf octets) {
    int at = octets.readerIndex();
    int end = octets.writerIndex();
    while (at < end) {
      if (rest > 0) {
        int step = Math.min(rest, end - at);
        rest -= step;
        at += step;
        continue;
      }
      if (!head(octets.getUnsignedByte(at++))) {
        return false;
      }
    }
    return true;
  }

  private boolean head(int octet) {
    if (headOctets == 0 && !type(octet)) {
      return false;
    }
    length = headOctets >= HEAD - 2 ? length << 8 | octet : 0;
    if (++headOctets == HEAD) {
      headOctets = 0;
      rest = length;
    }
    return true;
  }

  private boolean type(int type) {
    if (type == CIPHER_CHANGES) {
      changed = true;
    } else if (type == HANDSHAKE && changed) {
      boolean second = over;
      over = true;
      return !second;
    }
    return true;
  }
}
