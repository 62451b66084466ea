package dev.keybearer.gateway.scene;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A frame of WebSocket, read and written the plain way; shares no code with the gateway. */
public final class Frame {
  public static final int TEXT = 0x81;
  public static final int BINARY = 0x82;
  public static final int CLOSE = 0x88;
  public static final int PING = 0x89;
  public static final int PONG = 0x8a;

  private static final int LEAST_TO_WRITE_OUT = 126;
  private static final int LEAST_TO_WRITE_LONG = 1 << 16;
  private static final byte[] KEY = {0x37, 0x0b, (byte) 0xf1, 0x22};

  private final int first;
  private final boolean masked;
  private final byte[] payload;

  public Frame(int first, boolean masked, byte[] payload) {
    this.first = first;
    this.masked = masked;
    this.payload = payload;
  }

  public static Frame text(String text) {
    return new Frame(TEXT, false, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Frame close(int code) {
    return new Frame(CLOSE, false, new byte[] {(byte) (code >> 8), (byte) code});
  }

  /** As a caller sends it. */
  public Frame asOfCaller() {
    return new Frame(first, true, payload);
  }

  /** The next one, with its payload as it was meant. */
  public static Frame read(InputStream in) throws IOException {
    int first = octet(in);
    int second = octet(in);
    long length = second & 0x7f;
    if (length == 126) {
      length = number(in, 2);
    } else if (length == 127) {
      length = number(in, 8);
    }
    boolean masked = (second & 0x80) != 0;
    byte[] key = masked ? in.readNBytes(4) : new byte[4];
    byte[] payload = in.readNBytes(Math.toIntExact(length));
    if (payload.length < length) {
      throw new EOFException("half a frame");
    }
    return new Frame(first, masked, mixed(payload, key));
  }

  private static byte[] mixed(byte[] payload, byte[] key) {
    byte[] mixed = payload.clone();
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] ^= key[i & 3];
    }
    return mixed;
  }

  private static long number(InputStream in, int octets) throws IOException {
    long number = 0;
    for (int i = 0; i < octets; i++) {
      number = number << 8 | octet(in);
    }
    return number;
  }

  private static int octet(InputStream in) throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("no frame");
    }
    return octet;
  }

  public void write(OutputStream out) throws IOException {
    out.write(octets());
    out.flush();
  }

  /** As it is on the wire. */
  public byte[] octets() {
    int length = payload.length;
    ByteBuffer frame = ByteBuffer.allocate(length + 14);
    int mask = masked ? 0x80 : 0;
    frame.put((byte) first);
    if (length < LEAST_TO_WRITE_OUT) {
      frame.put((byte) (mask | length));
    } else if (length < LEAST_TO_WRITE_LONG) {
      frame.put((byte) (mask | 126)).putShort((short) length);
    } else {
      frame.put((byte) (mask | 127)).putLong(length);
    }
    if (masked) {
      frame.put(KEY);
    }
    frame.put(masked ? mixed(payload, KEY) : payload);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  /** The same, one octet a character. */
  public String onTheWire() {
    return new String(octets(), StandardCharsets.ISO_8859_1);
  }

  /** Its first octet. */
  public int first() {
    return first;
  }

  /** Whether it came, or goes, with a mask. */
  public boolean masked() {
    return masked;
  }

  public byte[] payload() {
    return payload.clone();
  }

  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  public boolean isClose() {
    return first == CLOSE;
  }

  /** The code of one that closes, 0 when it has none. */
  public int code() {
    return payload.length < 2 ? 0 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
  }
}
