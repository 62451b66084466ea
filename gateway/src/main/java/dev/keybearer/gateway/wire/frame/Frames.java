package dev.keybearer.gateway.wire.frame;

import io.netty.buffer.ByteBuf;

/**
 * Where the frames of one direction begin and end. Looks at headers only and copies nothing. Used
 * by its loop's thread only.
 *
 * <pre>
 *    0               1               2               3
 *    0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7
 *   +-+-+-+-+-------+-+-------------+-------------------------------+
 *   |F|R|R|R| opcode|M| length      | more of it: 2 octets behind   |
 *   |I|S|S|S|  (4)  |A|    (7)      | 126, 8 behind 127, unsigned   |
 *   |N|V|V|V|       |S|             | and never longer than needed  |
 *   | |1|2|3|       |K|             |                               |
 *   +-+-+-+-+-------+-+-------------+-------------------------------+
 *   | masking key, 4 octets, if MASK is set                         |
 *   +---------------------------------------------------------------+
 *   | payload of that length                                        |
 *   +---------------------------------------------------------------+
 *
 *   0 goes on with a message, 1 text, 2 binary; 8 close, 9 ping, 10 pong: whole, and at most 125
 * </pre>
 *
 * The drawing is that of RFC 6455 section 5.2. A caller masks all its frames and an upstream none;
 * no extension is agreed upon, so that RSV is always 0.
 */
public final class Frames {
  private static final int FIN = 0x80;
  private static final int RSV = 0x70;
  private static final int MASK = 0x80;
  private static final int CONTROL = 0x08;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;
  private static final int LAST_OPCODE = PONG;
  private static final int MOST_OF_CONTROL = 125;
  private static final int MASKING_KEY = 4;
  private static final int LONG = 126;
  private static final int LONGER = 127;

  private final boolean masked;
  private final long most;
  private Part part = Part.FIRST;
  private int opcode;
  private boolean fin;
  private boolean inMessage;
  private boolean closing;
  private long message;
  private long length;
  private int lengthLeft;
  private int lengthOctets;
  private long left;

  /**
   * The frames of a direction.
   *
   * @param masked whether they have to be
   * @param most octets of a message
   */
  public Frames(boolean masked, long most) {
    this.masked = masked;
    this.most = most;
  }

  /** Whether the last frame has come whole, and of the next one nothing. */
  public boolean isBetween() {
    return part == Part.FIRST;
  }

  /** Whether the last message has come whole, and of the next frame nothing. */
  public boolean isBetweenMessages() {
    return isBetween() && !inMessage;
  }

  /** Whether the frame that came last stands between messages, or within one, and is of none. */
  boolean isControl() {
    return (opcode & CONTROL) != 0;
  }

  /** What the frame that came last is. */
  public int opcode() {
    return opcode;
  }

  /** Whether a frame that closes has come whole: nothing may follow it. */
  public boolean isClosed() {
    return closing && isBetween();
  }

  /** Goes on over all that is there. */
  public Found pass(ByteBuf octets) {
    return walk(octets, false);
  }

  /** Goes on over the rest of the frame that has begun, and no further. */
  Found passFrame(ByteBuf octets) {
    return isBetween() ? new Found(0, Fault.NONE) : walk(octets, true);
  }

  /** Goes on to the end of one frame, which begins here if none has begun. */
  public Found passNext(ByteBuf octets) {
    return walk(octets, true);
  }

  private Found walk(ByteBuf octets, boolean oneFrame) {
    int begin = octets.readerIndex();
    int end = octets.writerIndex();
    int boundary = isBetween() ? begin : -1;
    for (int at = begin; at < end; ) {
      if (part == Part.PAYLOAD) {
        at += skip(end - at);
      } else {
        Fault fault = take(octets.getUnsignedByte(at++));
        if (fault != Fault.NONE) {
          return broken(Math.max(0, boundary - begin), boundary >= 0, fault);
        }
      }
      if (part == Part.PAYLOAD && left == 0) {
        part = Part.FIRST;
        boundary = at;
        if (oneFrame) {
          return new Found(at - begin, Fault.NONE);
        }
      }
    }
    return new Found(end - begin, Fault.NONE);
  }

  private int skip(int there) {
    int step = (int) Math.min(left, there);
    left -= step;
    return step;
  }

  /** What goes on ends between two frames, unless half a header went on before. */
  private Found broken(int octets, boolean between, Fault fault) {
    if (between) {
      part = Part.FIRST;
    }
    return new Found(octets, fault);
  }

  private Fault take(int octet) {
    return switch (part) {
      case FIRST -> first(octet);
      case SECOND -> second(octet);
      case LENGTH -> length(octet);
      case KEY -> {
        key();
        yield Fault.NONE;
      }
      case PAYLOAD -> throw new IllegalStateException("a payload is not taken by its octets");
    };
  }

  private Fault first(int octet) {
    opcode = octet & 0x0f;
    fin = (octet & FIN) != 0;
    boolean control = (opcode & CONTROL) != 0;
    boolean known = opcode <= 2 || (control && opcode <= LAST_OPCODE);
    boolean inPlace = control ? fin : inMessage == (opcode == 0);
    if ((octet & RSV) != 0 || !known || !inPlace || closing) {
      return Fault.NO_FRAME;
    }
    part = Part.SECOND;
    return Fault.NONE;
  }

  private Fault second(int octet) {
    int said = octet & ~MASK;
    boolean tooLong = (opcode & CONTROL) != 0 && said > MOST_OF_CONTROL;
    if (((octet & MASK) != 0) != masked || tooLong) {
      return Fault.NO_FRAME;
    }
    if (said < LONG) {
      length = said;
      return measured();
    }
    length = 0;
    lengthOctets = said == LONGER ? 8 : 2;
    lengthLeft = lengthOctets;
    part = Part.LENGTH;
    return Fault.NONE;
  }

  private Fault length(int octet) {
    length = length << 8 | octet;
    if (--lengthLeft > 0) {
      return Fault.NONE;
    }
    long least = lengthOctets == 2 ? LONG : 1L << 16;
    return length < least ? Fault.NO_FRAME : measured(); // the first bit is never set: not negative
  }

  private Fault measured() {
    if ((opcode & CONTROL) == 0) {
      long before = opcode == 0 ? message : 0;
      if (length > most - before) {
        return Fault.TOO_LONG;
      }
      message = before + length;
      inMessage = !fin;
    }
    closing |= opcode == CLOSE;
    left = length;
    lengthLeft = MASKING_KEY;
    part = masked ? Part.KEY : Part.PAYLOAD;
    return Fault.NONE;
  }

  private void key() {
    if (--lengthLeft == 0) {
      part = Part.PAYLOAD;
    }
  }

  /**
   * What was found in what came.
   *
   * @param octets that may go on: all, or up to the end of the last whole frame before a fault
   */
  public record Found(int octets, Fault fault) {}

  /** What is wrong with a frame. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** It is none of those that may come here. */
    NO_FRAME,
    /** Its message is longer than it may be. */
    TOO_LONG
  }

  private enum Part {
    FIRST,
    SECOND,
    LENGTH,
    KEY,
    PAYLOAD
  }
}
