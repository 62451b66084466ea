package dev.keybearer.gateway.scene;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A caller that speaks HTTP/2 by hand, and sends whatever frames it is told to (RFC 9113 section
 * 4.1). It shares no code with the gateway.
 */
public final class RawStreams implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RESET = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW = 8;
  public static final int CONTINUATION = 9;

  public static final int END_STREAM = 1;
  public static final int END_HEADERS = 4;

  public static final int NO_ERROR = 0;
  public static final int PROTOCOL_ERROR = 1;
  public static final int ENHANCE_YOUR_CALM = 11;
  public static final int CANCEL = 8;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int HEAD = 9;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  private @Nullable IOException gone;

  private RawStreams(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** Connects and says what every client says first. */
  public static RawStreams connect(int port, SSLContext tls, String... settings) {
    try {
      Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(PATIENCE_MILLIS);
      SSLSocket socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      if (!socket.getApplicationProtocol().equals("h2")) {
        throw new AssertionError("not h2 but " + socket.getApplicationProtocol());
      }
      RawStreams streams = new RawStreams(socket);
      streams.pending.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
      streams.frame(SETTINGS, 0, 0, settings(settings));
      return streams.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings as they are written: number=value. */
  private static byte[] settings(String... settings) {
    ByteBuffer octets = ByteBuffer.allocate(6 * settings.length);
    for (String setting : settings) {
      String[] parts = setting.split("=", -1);
      octets.putShort(Short.parseShort(parts[0])).putInt(Integer.parseInt(parts[1]));
    }
    return octets.array();
  }

  /** Puts a frame behind those that wait for the next flush. */
  public RawStreams frame(int type, int flags, int stream, byte[] content) {
    byte[] head =
        ByteBuffer.allocate(HEAD)
            .put((byte) (content.length >> 16))
            .putShort((short) content.length)
            .put((byte) type)
            .put((byte) flags)
            .putInt(stream)
            .array();
    pending.writeBytes(head);
    pending.writeBytes(content);
    return this;
  }

  /** Sends what waits; the other end may have gone, which is seen when reading. */
  public RawStreams flush() {
    try {
      socket.getOutputStream().write(pending.toByteArray());
      socket.getOutputStream().flush();
    } catch (IOException e) {
      gone = e;
    }
    pending.reset();
    return this;
  }

  /** Whether writing has failed. */
  public boolean isGone() {
    return gone != null;
  }

  /** A head that is whole. */
  public RawStreams head(int stream, boolean end, String... fields) {
    return frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block(fields));
  }

  /** A GET without body. */
  public RawStreams get(int stream, String path, String... fields) {
    return head(stream, true, with(request("GET", path), fields));
  }

  public static String[] request(String method, String path) {
    return new String[] {
      ":method: " + method, ":scheme: https", ":path: " + path, ":authority: localhost"
    };
  }

  public static String[] with(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  public RawStreams data(int stream, boolean end, String octets) {
    return frame(DATA, end ? END_STREAM : 0, stream, octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawStreams reset(int stream) {
    return frame(RESET, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
  }

  public RawStreams window(int stream, int more) {
    return frame(WINDOW, 0, stream, ByteBuffer.allocate(4).putInt(more).array());
  }

  /** Fields as literals without indexing (RFC 7541 section 6.2.2); one character an octet. */
  public static byte[] block(String... fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String field : fields) {
      int colon = field.indexOf(": ", 1);
      block.write(0);
      text(block, field.substring(0, colon));
      text(block, field.substring(colon + 2));
    }
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    int rest = octets.length;
    if (rest < 127) {
      block.write(rest);
    } else {
      block.write(127);
      rest -= 127;
      for (; rest >= 128; rest >>= 7) {
        block.write((rest & 127) | 128);
      }
      block.write(rest);
    }
    block.writeBytes(octets);
  }

  /** The next frame, or null when the connection has ended. */
  public @Nullable Frame read() {
    try {
      int length = in.read();
      if (length < 0) {
        return null;
      }
      length = (length << 16) | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] content = new byte[length];
      in.readFully(content);
      return new Frame(type, flags, stream, content);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing more comes", e);
    } catch (IOException e) {
      return null;
    }
  }

  /** The next frame of a type on a stream. */
  public Frame await(int stream, int type) {
    Frame frame = read();
    while (frame != null && !(frame.stream() == stream && frame.type() == type)) {
      frame = read();
    }
    return Objects.requireNonNull(frame, "the connection has ended");
  }

  /** What is said behind a last frame, and everything until the end. */
  public @Nullable Frame awaitGoAway() {
    Frame last = null;
    for (Frame frame = read(); frame != null; frame = read()) {
      last = frame.type() == GOAWAY ? frame : last;
    }
    return last;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A frame as it came. */
  @SuppressWarnings("ArrayRecordComponent") // octets as they came, which nobody compares
  public record Frame(int type, int flags, int stream, byte[] content) {
    public boolean isLast() {
      return (flags & END_STREAM) != 0;
    }

    /** The code of RST_STREAM and GOAWAY. */
    public int code() {
      return ByteBuffer.wrap(content).getInt(type == GOAWAY ? 4 : 0);
    }

    /** The last stream that GOAWAY says is served. */
    public int lastStream() {
      return ByteBuffer.wrap(content).getInt(0);
    }

    /** Whether it is a head with status 200, as everybody writes it (RFC 7541 appendix A). */
    public boolean isOk() {
      return type == HEADERS && content[0] == (byte) 0x88;
    }

    public String text() {
      return new String(content, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return "Frame[" + type + " on " + stream + ", flags " + flags + ", " + content.length + "]";
    }
  }
}
