package dev.keybearer.gateway.scene;

import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an upstream that speaks WebSocket does, and the frames that it got. */
public final class Sockets {
  private final List<Frame> frames = new CopyOnWriteArrayList<>();

  /** The frames that came so far, of all connections. */
  public List<Frame> frames() {
    return List.copyOf(frames);
  }

  /** Agrees, sends back whatever comes, and answers a close with a close. */
  public Reply echo() {
    return agreeing(
        (in, out) -> {
          Frame frame = next(in);
          while (!frame.isClose()) {
            int first = frame.first() == Frame.PING ? Frame.PONG : frame.first();
            new Frame(first, false, frame.payload()).write(out);
            frame = next(in);
          }
          new Frame(Frame.CLOSE, false, frame.payload()).write(out);
        });
  }

  /** Agrees, and then does this. */
  public Reply agreeing(Talk talk) {
    return (request, socket, out) -> {
      out.write(agreement(request, "").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      talk.begin(socket.getInputStream(), out);
      return false;
    };
  }

  /** Reads a frame, and keeps it. */
  public Frame next(InputStream in) throws IOException {
    Frame frame = Frame.read(in);
    frames.add(frame);
    return frame;
  }

  /** The answer that agrees, with these lines besides, each with its end. */
  public static String agreement(Seen request, String lines) {
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: "
        + accept(request.value("Sec-WebSocket-Key"))
        + "\r\n"
        + lines
        + "\r\n";
  }

  public static String accept(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** What happens after the handshake. */
  @FunctionalInterface
  public interface Talk {
    void begin(InputStream in, OutputStream out) throws IOException;
  }
}
