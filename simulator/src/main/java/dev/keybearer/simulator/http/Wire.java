package dev.keybearer.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** The bytes of a connection that has left HTTP behind, and the ways to end it. */
public final class Wire {
  private final Socket socket;
  private final InputStream in;

  Wire(Socket socket, InputStream in) {
    this.socket = socket;
    this.in = in;
  }

  /** What the client sends, from behind its request. */
  public InputStream in() {
    return in;
  }

  /** What the client is sent. */
  public OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  /** Whether it has been closed from this side. */
  public boolean isClosed() {
    return socket.isClosed();
  }

  /** Sends no more; the client sees the end of the stream. */
  public void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // It was closed already, and that is the end as well.
    }
  }

  /** Closes with a reset, whatever is still on its way. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It was closed already; there is nothing left to reset.
    }
    close();
  }

  /** Closes both directions; may be called twice. */
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // A socket that does not close properly is gone all the same.
    }
  }
}
