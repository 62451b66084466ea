package dev.keybearer.benchmark.stream;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads frames of a WebSocket off a socket and makes nothing of them.
 *
 * <pre>
 *   S  81 7E llll payload     text, 126 to 65,535 octets; shorter ones have their length in place of 7E
 *   C  81 (80 + length) 00000000 payload     masked, by a mask that changes nothing
 * </pre>
 */
final class FrameCounter {
  private static final int TEXT = 0x81;
  private static final int MASKED = 0x80;
  private static final int TWO_OCTETS = 126;

  private FrameCounter() {}

  /** Subscribes to the one topic, and counts from then on, on a thread of its own. */
  static void open(URI feed, String token, AtomicLong messages) throws IOException {
    Socket socket = new Socket(feed.getHost(), feed.getPort());
    OutputStream out = socket.getOutputStream();
    String ask =
        String.join(
            "\r\n",
            "GET " + feed.getPath() + " HTTP/1.1",
            "Host: " + feed.getAuthority(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Authorization: Bearer " + token,
            "",
            "");
    out.write(ask.getBytes(StandardCharsets.US_ASCII));
    DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    for (int ends = 0; ends < 4; ) { // CR LF CR LF
      int octet = in.readByte();
      ends = octet == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
    }
    byte[] text = BareListener.subscription().getBytes(StandardCharsets.US_ASCII);
    out.write(new byte[] {(byte) TEXT, (byte) (MASKED | text.length), 0, 0, 0, 0});
    out.write(text);
    Thread reader = new Thread(() -> count(in, messages), "frames");
    reader.setDaemon(true);
    reader.start();
  }

  private static void count(DataInputStream in, AtomicLong messages) {
    try {
      while (true) {
        in.readByte();
        int length = in.readByte();
        in.skipNBytes(length == TWO_OCTETS ? in.readUnsignedShort() : length);
        messages.incrementAndGet();
      }
    } catch (IOException ended) {
      // Whoever counts sees that nothing comes any more.
    }
  }
}
