package dev.keybearer.gateway.wire.message;

import io.netty.buffer.ByteBuf;

/** The octets of a head while it is read. One serves a whole loop. Used by its thread only. */
public final class HeadOctets {
  private byte[] octets = new byte[4 << 10];

  /** Takes so many over from there; they begin at 0, and last until the next ones are taken. */
  public byte[] take(ByteBuf in, int from, int length) {
    if (length > octets.length) {
      octets = new byte[2 * length];
    }
    in.getBytes(in.readerIndex() + from, octets, 0, length);
    return octets;
  }
}
