package dev.keybearer.simulator.socket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one client says, frame by frame (RFC 6455 section 5.2).
 *
 * <pre>
 *   byte 0     FIN RSV1 RSV2 RSV3 opcode(4)       RSV are 0: no extension is agreed on
 *   byte 1     MASK length(7)                     126: 2 bytes more, 127: 8 bytes more
 *   4 bytes    mask                               always there from a client
 *   payload    at most 1 MiB together with the earlier fragments of its message
 * </pre>
 */
final class MessageReader {
  static final int LARGEST = 1024 * 1024;

  private static final int RESERVED_BITS = 0x70;
  private static final int CONTROL = 0x8;
  private static final int MASK_BYTES = 4;

  private final DataInputStream in;
  private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
  private boolean fragmented;

  MessageReader(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /**
   * The next message or control frame, or null when the client has ended between two frames.
   *
   * @throws Violation when the client breaks the rules
   */
  @Nullable Message next() throws IOException {
    while (true) {
      int first = in.read();
      if (first < 0) {
        return null;
      }
      Message message = read(first);
      if (message != null) {
        return message;
      }
    }
  }

  /** The message that ends with this frame, or null when more of it follows. */
  private @Nullable Message read(int first) throws IOException {
    int opcode = first & 0x0F;
    boolean last = (first & Frame.LAST) != 0;
    if ((first & RESERVED_BITS) != 0) {
      throw new Violation(Violation.PROTOCOL, "a reserved bit is set");
    }
    if (opcode >= CONTROL && !last) {
      throw new Violation(Violation.PROTOCOL, "a control frame is fragmented");
    }
    checkOpcode(opcode);
    byte[] payload = payload(opcode);
    return switch (opcode) {
      case Frame.PING -> new Message.Ping(payload);
      case Frame.PONG -> new Message.Pong();
      case Frame.CLOSE -> close(payload);
      default -> gathered(payload, last);
    };
  }

  private void checkOpcode(int opcode) throws Violation {
    switch (opcode) {
      case Frame.CONTINUATION -> {
        if (!fragmented) {
          throw new Violation(Violation.PROTOCOL, "a continuation of nothing");
        }
      }
      case Frame.TEXT -> {
        if (fragmented) {
          throw new Violation(Violation.PROTOCOL, "a message inside a message");
        }
      }
      case Frame.BINARY -> throw new Violation(Violation.UNREADABLE, "only text is read here");
      case Frame.CLOSE, Frame.PING, Frame.PONG -> {
        // Allowed anywhere, also between fragments.
      }
      default -> throw new Violation(Violation.PROTOCOL, "opcode " + opcode + " is not known");
    }
  }

  private byte[] payload(int opcode) throws IOException {
    int second = in.readUnsignedByte();
    if ((second & Frame.MASKED) == 0) {
      throw new Violation(Violation.PROTOCOL, "a frame is not masked");
    }
    long length = length(second & 0x7F);
    if (opcode >= CONTROL && length > Frame.LARGEST_CONTROL) {
      throw new Violation(Violation.PROTOCOL, "a control frame is larger than 125 bytes");
    }
    if (length + fragments.size() > LARGEST) {
      throw new Violation(Violation.TOO_BIG, "a message is larger than " + LARGEST + " bytes");
    }
    byte[] mask = exactly(MASK_BYTES);
    byte[] payload = exactly((int) length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % MASK_BYTES];
    }
    return payload;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the client ended inside a frame");
    }
    return bytes;
  }

  private long length(int said) throws IOException {
    if (said < Frame.TWO_BYTES) {
      return said;
    }
    long length = said == Frame.TWO_BYTES ? in.readUnsignedShort() : in.readLong();
    long least = said == Frame.TWO_BYTES ? Frame.TWO_BYTES : 0x10000;
    if (length < least) {
      throw new Violation(Violation.PROTOCOL, "a length is not in its shortest form");
    }
    return length;
  }

  private @Nullable Message gathered(byte[] payload, boolean last) throws IOException {
    fragments.write(payload);
    fragmented = !last;
    if (!last) {
      return null;
    }
    String text = utf8(ByteBuffer.wrap(fragments.toByteArray()));
    fragments.reset();
    return new Message.Text(text);
  }

  private static Message close(byte[] payload) throws Violation {
    if (payload.length == 0) {
      return new Message.Close(Message.Close.NO_CODE, "");
    }
    if (payload.length < Short.BYTES) {
      throw new Violation(Violation.PROTOCOL, "a close code is cut");
    }
    ByteBuffer bytes = ByteBuffer.wrap(payload);
    int code = Short.toUnsignedInt(bytes.getShort());
    if (!maySay(code)) {
      throw new Violation(Violation.PROTOCOL, "close code " + code + " is not for the wire");
    }
    return new Message.Close(code, utf8(bytes));
  }

  /** RFC 6455 section 7.4, with the codes registered since. */
  private static boolean maySay(int code) {
    boolean registered = code >= 1000 && code <= 1014 && code != 1004 && code != 1005;
    return (registered && code != 1006) || (code >= 3000 && code <= 4999);
  }

  private static String utf8(ByteBuffer bytes) throws Violation {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString();
    } catch (CharacterCodingException e) {
      throw new Violation(Violation.NOT_TEXT, "a text is not UTF-8");
    }
  }
}
