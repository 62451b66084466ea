package dev.keybearer.gateway.wire.frame;

import dev.keybearer.gateway.wire.frame.Frames.Fault;
import dev.keybearer.gateway.wire.frame.Frames.Found;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * Cuts what one side sends into whole messages, each as the octets of its frames; what stands
 * between those frames and is of no message comes by itself. Used by its loop's thread only.
 */
public final class Messages {
  private final Frames frames;
  private final int most;
  private final Taker taker;
  private ByteBuf message = Unpooled.buffer(0); // on the heap: nobody has to let go of it
  private ByteBuf frame = Unpooled.buffer(0);
  private boolean tooLong;
  private boolean stopped;

  /**
   * A cut at the frames that begin from here on.
   *
   * @param most octets of a message that are kept without a word
   */
  public Messages(Frames frames, int most, Taker taker) {
    this.frames = frames;
    this.most = most;
    this.taker = taker;
  }

  /** Takes what has come, unless it is stopped before. */
  public Fault pass(ByteBuf octets) {
    while (octets.isReadable() && !stopped) {
      Found found = frames.passNext(octets);
      frame.writeBytes(octets, found.octets());
      if (found.fault() != Fault.NONE) {
        return found.fault();
      }
      if (frames.isBetween()) {
        ended();
      }
      weigh();
    }
    return Fault.NONE;
  }

  /** Behind whole frames too: a message may go on for ever with frames that hold nothing. */
  private void weigh() {
    if (!stopped && !tooLong && size() > most) {
      tooLong = true;
      taker.tooLong();
    }
  }

  private void ended() {
    if (frames.isControl()) {
      taker.control(frames.opcode(), taken(frame));
      return;
    }
    message.writeBytes(frame);
    frame.clear();
    if (frames.isBetweenMessages()) {
      tooLong = false;
      taker.message(taken(message));
    }
  }

  private static byte[] taken(ByteBuf whole) {
    byte[] octets = ByteBufUtil.getBytes(whole);
    whole.clear();
    return octets;
  }

  /** How many octets it keeps of what is not whole. */
  public int size() {
    return message.readableBytes() + frame.readableBytes();
  }

  /** Cuts no more, and keeps nothing; gives what it has of what is not whole, once. */
  public ByteBuf stop() {
    if (stopped) {
      return Unpooled.EMPTY_BUFFER;
    }
    stopped = true;
    ByteBuf rest = Unpooled.wrappedBuffer(message, frame);
    message = Unpooled.EMPTY_BUFFER;
    frame = Unpooled.EMPTY_BUFFER;
    return rest;
  }

  /** Who gets messages. */
  public interface Taker {
    /** A message is whole. */
    void message(byte[] octets);

    /** A frame is whole that is of no message. */
    void control(int opcode, byte[] octets);

    /** More has come of a message than is kept without a word. */
    default void tooLong() {}
  }
}
