package dev.keybearer.gateway.wire;

import dev.keybearer.gateway.scene.RawUpstream.Reply;
import dev.keybearer.gateway.scene.RawUpstream.Seen;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An answer that a test gives part by part. */
final class RawParts implements Reply {
  private static final String END = "";
  private static final String RESET = "reset";

  private final BlockingQueue<String> parts = new LinkedBlockingQueue<>();

  void give(String octets) {
    parts.add(octets);
  }

  /** The connection ends behind the parts. */
  void end() {
    parts.add(END);
  }

  /** The connection is reset behind the parts. */
  void reset() {
    parts.add(RESET);
    parts.add(END);
  }

  @Override
  public boolean give(Seen request, Socket socket, OutputStream out) throws IOException {
    try {
      for (String part = parts.take(); !part.equals(END); part = parts.take()) {
        if (part.equals(RESET)) {
          socket.setSoLinger(true, 0);
        } else {
          Reply.text(part).give(request, socket, out);
        }
      }
      return false;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
